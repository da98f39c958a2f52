import type { PayoutSchedule } from "../companies/index.ts";
import { dayMs } from "../core/clock.ts";
import { dayOf, startOfDay } from "../core/local-time.ts";

/** A day of the calendar, as midnight in UTC: for counting days, not an instant. */
type Day = number;

function isOn(schedule: PayoutSchedule, day: Day): boolean {
  const date = new Date(day);
  if (schedule.every === "week") return (date.getUTCDay() || 7) === schedule.weekday;
  const lastOfMonth = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return date.getUTCDate() === Math.min(schedule.day, lastOfMonth);
}

/** The next beginning of a day of the schedule after an instant. */
export function nextOccurrence(schedule: PayoutSchedule, timeZone: string, after: Date): Date {
  for (let day = Date.parse(dayOf(timeZone, after)); ; day += dayMs) {
    if (!isOn(schedule, day)) continue;
    const at = startOfDay(timeZone, new Date(day).toISOString().slice(0, 10));
    if (at > after) return at;
  }
}
