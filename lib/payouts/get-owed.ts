import { sql } from "drizzle-orm";
import { getSettings, settingFor } from "../companies/index.ts";
import { sharedRead } from "../core/batched-read.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { whyCarried } from "./item.ts";
import { countsAt, isSomebody, payables } from "./owed.ts";

/** What could be paid in one currency at this moment. Currencies are never added. */
export type OwedNow = {
  currency: string;
  /** What a payout drafted now would pay, and to how many. */
  dueMinor: bigint;
  affiliates: number;
  /** Since when the oldest of it could have been paid; null when nothing is due. */
  since: Date | null;
  /** Owed to affiliates who are below the minimum; it stays owed. */
  belowMinimumMinor: bigint;
  /** What affiliates were paid too much, by later refunds; later commissions make up for it. Not negative. */
  overpaidMinor: bigint;
};

type Row = { currency: string; amount: string; since: string | null };

/** By currency and affiliate. */
const readUnpaid = sharedRead<Row[]>((ctx) =>
  transact(ctx, async (tx) => {
    const rows = await tx.execute<Row>(sql`
      SELECT o.currency, sum(o.unpaid)::text AS amount,
             min(o.due_at) FILTER (WHERE o.unpaid > 0)::text AS since
        FROM ${payables(ctx.companyId, { open: true })}
       WHERE ${countsAt(ctx.clock.now())}
       GROUP BY o.currency, o.affiliate_id HAVING sum(o.unpaid) <> 0 AND ${isSomebody(ctx.companyId)}
       ORDER BY o.currency`);
    return [...rows];
  }),
);

/** What affiliates are owed now, by currency. */
export async function getOwed(ctx: Ctx): Promise<OwedNow[]> {
  requireOwner(ctx);
  const [{ payouts: settings }, rows] = await Promise.all([getSettings(ctx), readUnpaid(ctx)]);
  const owed = new Map<string, OwedNow>();
  for (const { currency, amount, since } of rows) {
    const minor = BigInt(amount);
    const sum = owed.get(currency) ?? nothing(currency);
    owed.set(currency, sum);
    if (minor < 0n) sum.overpaidMinor -= minor;
    else if (whyCarried(minor, settingFor(settings.minimums, currency)) !== null)
      sum.belowMinimumMinor += minor;
    else {
      sum.dueMinor += minor;
      sum.affiliates += 1;
      sum.since = earliest(sum.since, since);
    }
  }
  return [...owed.values()];
}

function nothing(currency: string): OwedNow {
  return { currency, dueMinor: 0n, affiliates: 0, since: null, belowMinimumMinor: 0n, overpaidMinor: 0n };
}

function earliest(known: Date | null, given: string | null): Date | null {
  if (given === null) return known;
  const at = new Date(given);
  return known === null || at < known ? at : known;
}
