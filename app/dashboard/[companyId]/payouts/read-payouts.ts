import { getAffiliateOverview } from "#lib/affiliates/index.ts";
import { getSettings } from "#lib/companies/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { getOwed, listPayoutItems, listPayouts, openStatuses, type Payout } from "#lib/payouts/index.ts";
import { permissionsNamedIn } from "../permissions-named-in.ts";
import { countOf, isUnpaid } from "./_act/sums.ts";

const reasonsRead = 20;

export async function readPayouts(ctx: Ctx, cursor: string | undefined) {
  const [owed, overview, list, newest, settings] = await Promise.all([
    getOwed(ctx),
    getAffiliateOverview(ctx),
    listPayouts(ctx, cursor === undefined ? {} : { cursor }),
    cursor === undefined ? null : listPayouts(ctx),
    getSettings(ctx),
  ]);
  // How things stand is the same on every page of the history.
  const { payouts } = newest ?? list;
  const open = payouts.find(({ status }) => openStatuses.includes(status)) ?? null;
  // An earlier one may have lacked what was given since.
  const latest = payouts.find(({ startedAt }) => startedAt !== null);
  const missing = latest && countOf(latest.totals, isUnpaid) > 0 ? await missingFor(ctx, latest) : [];
  return { owed, overview, list, open, settings, missing };
}

/** Whop names the permission that it misses when it refuses a transfer. */
async function missingFor(ctx: Ctx, { id }: Payout): Promise<string[]> {
  const { items } = await listPayoutItems(ctx, { id, statuses: ["held", "failed"], limit: reasonsRead });
  return permissionsNamedIn(items.map(({ reason }) => reason ?? ""));
}
