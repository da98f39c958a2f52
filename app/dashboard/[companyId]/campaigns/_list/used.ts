import type { Campaign } from "#lib/campaigns/index.ts";

/** From here on a budget is nearly spent. */
const nearly = 0.8;

export type Used = { share: number; isNearlySpent: boolean };

/** How much of the budget is spent or promised, between 0 and 1; null without one. For the eye: amounts stand beside it. */
export function usedOf({ budget, exhausted }: Pick<Campaign, "budget" | "exhausted">): Used | null {
  if (budget === null) return null;
  const share = Math.min(1, Number(budget.used) / Math.max(Number(budget.amount), Number.MIN_VALUE));
  return { share, isNearlySpent: exhausted === null && share >= nearly };
}
