import { and, count, eq } from "drizzle-orm";
import type { AffiliateStatus, LedgerAccountKind } from "#db/enums.ts";
import { affiliates } from "#db/schema/index.ts";
import { sharedRead } from "../core/batched-read.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { toDecimal } from "../core/money.ts";
import { type BalanceSum, sumBalances } from "../ledger/index.ts";
import { isAffiliate } from "./affiliate.ts";

/** What the books hold of all affiliates in one currency; amounts as decimals. Currencies are never added. */
export type BooksTotals = {
  currency: string;
  /** Earned, after all that was taken back. */
  kept: string;
  /** On hold until a date. */
  waiting: string;
  /** Held by a case, a dispute or an amount that is not known. */
  held: string;
  /** To be paid; negative when more was paid than is left after reversals. */
  owed: string;
  /** In a payout whose end is not known yet. */
  onItsWay: string;
  paid: string;
};

export type AffiliateOverview = {
  /** How many affiliates there are of each status. */
  counts: Record<AffiliateStatus, number>;
  totals: BooksTotals[];
};

const names = {
  commission_expense: "kept",
  commission_pending: "waiting",
  commission_held: "held",
  commission_payable: "owed",
  payout_in_transit: "onItsWay",
  payout_paid: "paid",
} as const satisfies Partial<Record<LedgerAccountKind, keyof BooksTotals>>;

type Kind = keyof typeof names;
const kinds: Kind[] = [
  "commission_expense",
  "commission_pending",
  "commission_held",
  "commission_payable",
  "payout_in_transit",
  "payout_paid",
];
/** What is yet to be paid. An erased affiliate gave it up; it stays in the books. */
const unpaid: Kind[] = ["commission_pending", "commission_held", "commission_payable"];

/** The whole program at a glance. */
export async function getAffiliateOverview(ctx: Ctx): Promise<AffiliateOverview> {
  requireOwner(ctx);
  return transact(ctx, async (_tx, ctx) => {
    const counts = await countAffiliates(ctx);
    const sums = await sumBalances(ctx, { kinds, unlessErased: unpaid });
    const byCurrency = Map.groupBy(sums, ({ unit }) => unit);
    return { counts, totals: [...byCurrency].map(([currency, own]) => totalsIn(currency, own)) };
  });
}

function totalsIn(currency: string, sums: readonly BalanceSum[]): BooksTotals {
  const none = toDecimal(0n, currency);
  const totals = { currency, kept: none, waiting: none, held: none, owed: none, onItsWay: none, paid: none };
  for (const { kind, balance } of sums) {
    const known = kinds.find((one) => one === kind);
    // What a commission costs is booked from the community's side, as a minus.
    if (known)
      totals[names[known]] = toDecimal(known === "commission_expense" ? -balance : balance, currency);
  }
  return totals;
}

/** For those who need to know only whether somebody waits. */
export async function countAffiliates(ctx: Ctx): Promise<AffiliateOverview["counts"]> {
  requireOwner(ctx);
  return readCounts(ctx);
}

const readCounts = sharedRead<AffiliateOverview["counts"]>(async (ctx) => {
  const rows = await transact(ctx, (tx) =>
    tx
      .select({ status: affiliates.status, number: count() })
      .from(affiliates)
      .where(and(eq(affiliates.companyId, ctx.companyId), isAffiliate))
      .groupBy(affiliates.status),
  );
  const counts: AffiliateOverview["counts"] = { applied: 0, active: 0, suspended: 0, declined: 0 };
  for (const { status, number } of rows) if (status !== "payee") counts[status] = number;
  return counts;
});
