import { type Said, say } from "../core/said.ts";
import type { Terms } from "./reward.ts";

/** Why a reward is not, or no longer, the member's: with its numbers where a number of referrals earns it. */
export function why(
  what: "notEarned" | "kept" | "keptForGood" | "takenBack",
  { trigger, threshold }: Pick<Terms, "trigger" | "threshold">,
  counted: number,
): Said {
  if (trigger === "milestone") return say(`reward.${what}`, { counted, threshold });
  return say(`reward.${what}Though`);
}
