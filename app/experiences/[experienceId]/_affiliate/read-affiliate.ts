import { getMyAffiliation } from "#lib/affiliates/index.ts";
import { getSettings, listPlans } from "#lib/companies/index.ts";
import type { Ctx } from "#lib/core/context.ts";

/** Where the member stands as an affiliate, with what words their terms. */
export async function readAffiliate(ctx: Ctx) {
  const [affiliation, settings] = await Promise.all([getMyAffiliation(ctx), getSettings(ctx)]);
  // Only terms have examples: most communities have none to word.
  return { affiliation, settings, plans: affiliation.plan === null ? [] : await listPlans(ctx) };
}

export type Affiliate = Awaited<ReturnType<typeof readAffiliate>>;
