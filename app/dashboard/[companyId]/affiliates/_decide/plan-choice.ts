import type { ListedCommissionPlan } from "#lib/affiliates/index.ts";

/** A plan that somebody can be put on. */
export type PlanChoice = { id: string; name: string; isDefault: boolean };

export function choicesFrom(plans: readonly ListedCommissionPlan[]): PlanChoice[] {
  return plans
    .filter(({ archivedAt }) => archivedAt === null)
    .map(({ id, name, isDefault }) => ({ id, name, isDefault }));
}
