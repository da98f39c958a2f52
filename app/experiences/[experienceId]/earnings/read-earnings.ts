import { type CommissionDetails, getCommission, listCommissions } from "#lib/affiliates/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { AppError } from "#lib/core/errors.ts";
import { listEntries } from "#lib/ledger/index.ts";
import { describeSources, getEarnings } from "#lib/payouts/index.ts";
import { readAffiliate } from "../_affiliate/read-affiliate.ts";
import type { Asked } from "./asked-for.ts";

const shownCommissions = 20;
const shownEntries = 30;

/** Everything the page of a member's earnings shows; the reads do not depend on one another. */
export async function readEarnings(ctx: Ctx, { status, after, commission, entries }: Asked) {
  const [affiliate, earnings, commissions, opened, openedEntries] = await Promise.all([
    readAffiliate(ctx),
    getEarnings(ctx),
    listCommissions(ctx, {
      limit: shownCommissions,
      ...(status === undefined ? {} : { status }),
      ...(after === undefined ? {} : { cursor: after }),
    }),
    commission === undefined ? null : readCommission(ctx, commission),
    entries === undefined
      ? null
      : listEntries(ctx, {
          kinds: [entries.kind],
          unit: entries.currency,
          limit: shownEntries,
          ...(entries.cursor === undefined ? {} : { cursor: entries.cursor }),
        }),
  ]);
  const sources = await describeSources(
    ctx,
    (openedEntries?.entries ?? []).map(({ source }) => source),
  );
  return { affiliate, earnings, commissions, commission: opened, entries: openedEntries, sources };
}

export type EarningsPage = Awaited<ReturnType<typeof readEarnings>>;

/** One that is not there, or not this member's, is no reason to hide the page behind it. */
async function readCommission(ctx: Ctx, id: string): Promise<CommissionDetails | null> {
  try {
    return await getCommission(ctx, { id });
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  }
}
