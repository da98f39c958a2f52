export { compareStats, type StatsDifference } from "./compare-stats.ts";
export {
  GetLeaderboardInput,
  getLeaderboard,
  type Leaderboard,
  type LeaderboardRow,
} from "./get-leaderboard.ts";
export { GetReferralStatsInput, getReferralStats, type ReferralStats } from "./get-referral-stats.ts";
export {
  ComparedNumber,
  getStatsComparison,
  type StatsComparison,
} from "./get-stats-comparison.ts";
export { getToday, type PeriodNumbers, type RecentEvent, type Today } from "./get-today.ts";
export { getViral, type Viral } from "./get-viral.ts";
export { type ListedMember, ListMembersInput, listMembers, type MemberPage } from "./list-members.ts";
export { memberPages } from "./member-pages.ts";
export { overtakenBy } from "./overtaken.ts";
export { periodStartOf } from "./periods.ts";
export { planNextDay } from "./plan-next-day.ts";
export { rebuildStats } from "./rebuild-stats.ts";
export { RefreshMemberStatsInput, refreshMemberStats } from "./refresh-member-stats.ts";
export { recountRecentDays, rollUpClicks } from "./roll-up-clicks.ts";
export { amplification, intervalOfK, invitationsPerMember, membersAfter, viralCoefficient } from "./viral.ts";
export { updateViralMetrics } from "./viral-metrics.ts";
