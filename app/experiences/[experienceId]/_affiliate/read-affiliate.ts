import { getMyAffiliation } from "#lib/affiliates/index.ts";
import { getSettings, listPlans } from "#lib/companies/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { getBalances } from "#lib/ledger/index.ts";
import { balanceKinds } from "./balance-kinds.ts";

/** Where the member stands as an affiliate, with what words their terms. */
export async function readAffiliate(ctx: Ctx) {
  const [affiliation, settings] = await Promise.all([getMyAffiliation(ctx), getSettings(ctx)]);
  // Only terms have examples: most communities have none to word.
  return { affiliation, settings, plans: affiliation.plan === null ? [] : await listPlans(ctx) };
}

/** The same with what stands on the member's accounts, for who has any. */
export async function readStanding(ctx: Ctx, userId: string) {
  const affiliate = await readAffiliate(ctx);
  const { status } = affiliate.affiliation;
  const hasAccounts = status === "active" || status === "suspended";
  const kinds = [...balanceKinds];
  return {
    ...affiliate,
    balances: hasAccounts ? await getBalances(ctx, { holderIds: [userId], kinds }) : [],
  };
}

export type AffiliateStanding = Awaited<ReturnType<typeof readStanding>>;
export type Affiliate = Awaited<ReturnType<typeof readAffiliate>>;
