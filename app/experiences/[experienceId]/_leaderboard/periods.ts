import type { StatsPeriod } from "#db/enums.ts";

/** What a member can switch between; a day is too short to mean anything. */
export const periods = ["all", "season", "month", "week"] as const satisfies readonly StatsPeriod[];
