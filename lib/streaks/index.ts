export { activeDaysIn, readActiveDays, stands } from "./active-days.ts";
export { type Streak, type StreakRun, type StreakToday, streakOf, streakOn, streaksOf } from "./streak.ts";
export { communityZone, knownZone, zonesOf } from "./time-zone.ts";
