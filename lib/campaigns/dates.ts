import { say } from "../core/said.ts";
import type { Problems } from "./contradictions.ts";

/** What is wrong with when a campaign runs. */
export function problemsOfDates(startDate: Date, endDate: Date, now: Date): Problems {
  if (endDate <= startDate) return { endDate: say("campaign.endBeforeStart") };
  return endDate <= now ? { endDate: say("campaign.inThePast") } : {};
}
