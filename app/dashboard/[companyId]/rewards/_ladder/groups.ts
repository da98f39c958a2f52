import type { ListedReward } from "#lib/rewards/index.ts";

/** What rewards are for; what members earn by bringing somebody comes first. */
export const groups = ["ladder", "friend", "prizes", "shop", "hand"] as const;
export type Group = (typeof groups)[number];

export function groupOf({ trigger, side }: Pick<ListedReward, "trigger" | "side">): Group {
  if (trigger === "campaign_prize") return "prizes";
  if (trigger === "purchase") return "shop";
  if (trigger === "manual") return "hand";
  return side === "referrer" ? "ladder" : "friend";
}

/** A reward runs out: fewer are left than the team wants to be told of, or none. */
export function shortageOf({ left, codesLeft, warnBelow }: ListedReward): { left: number } | null {
  const bounds = [left, codesLeft].filter((bound) => bound !== null);
  if (bounds.length === 0) return null;
  const least = Math.min(...bounds);
  return least === 0 || (warnBelow !== null && least < warnBelow) ? { left: least } : null;
}
