import { and, desc, eq, isNotNull, sql } from "drizzle-orm";
import { z } from "zod";
import type { CommissionHold, LedgerAccountKind } from "#db/enums.ts";
import { affiliatePayoutItems, affiliatePayouts } from "#db/schema/index.ts";
import { findPayeeId } from "../affiliates/index.ts";
import { getSettings, settingFor } from "../companies/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact, whose } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { type Balance, getBalances } from "../ledger/index.ts";
import { getMember } from "../members/index.ts";
import { itemFromRow } from "./item.ts";
import { nextOccurrence } from "./schedule.ts";

export const GetEarningsInput = z.strictObject({
  userId: z
    .uuid()
    .optional()
    .meta({ description: "Whose; the caller's own when left out. The team may name anybody" }),
});
export type GetEarningsInput = z.infer<typeof GetEarningsInput>;

type Waiting = { currency: string; until: Date; amountMinor: bigint; sales: number };
type Held = { currency: string; by: CommissionHold; amountMinor: bigint; sales: number };

/** Of one currency; each amount is a balance of the books, and `accounts` open the entries behind it. */
export type CurrencyEarnings = {
  currency: string;
  /** Negative after a reversal of what was paid; later commissions make up for it. */
  owedMinor: bigint;
  waitingMinor: bigint;
  heldMinor: bigint;
  onItsWayMinor: bigint;
  paidMinor: bigint;
  /** What `waitingMinor` consists of, soonest first. */
  waiting: Omit<Waiting, "currency">[];
  held: Omit<Held, "currency">[];
  /** Less than this is not paid yet; null where there is no minimum. */
  minimumMinor: bigint | null;
  accounts: Partial<Record<LedgerAccountKind, string>>;
};

export type Payment = {
  id: string;
  payoutNumber: number;
  currency: string;
  amountMinor: bigint;
  isPaid: boolean;
  paidAt: Date | null;
  /** Whop's transfer, or what the team wrote down. */
  reference: string | null;
};

export type Earnings = {
  userId: string;
  currencies: CurrencyEarnings[];
  /** Latest first: paid, and on their way. */
  payments: Payment[];
  /** When the next payout is drafted by itself. */
  nextPayoutAt: Date | null;
};

/** What a member has earned: owed, waiting and until when, held and why, on its way, paid and with which reference. */
export async function getEarnings(ctx: Ctx, input: GetEarningsInput = {}): Promise<Earnings> {
  const userId = whose(ctx, parseInput(GetEarningsInput, input).userId);
  await getMember(ctx, { userId });
  const { payouts: settings, timeZone } = await getSettings(ctx);
  return transact(ctx, async (_tx, ctx) => {
    const payeeId = await findPayeeId(ctx, userId);
    const balances = (await getBalances(ctx, { holderIds: [userId] })).filter(({ kind }) => isMoney(kind));
    const [waiting, held, payments] =
      payeeId === null
        ? [[], [], []]
        : [await readWaiting(ctx, payeeId), await readHeld(ctx, payeeId), await readPayments(ctx, payeeId)];
    const byUnit = Map.groupBy(balances, ({ unit }) => unit);
    const currencies = [...byUnit].map(([currency, of]): CurrencyEarnings => {
      const amount = (kind: LedgerAccountKind) => of.find((one) => one.kind === kind)?.balance ?? 0n;
      const inCurrency = <T extends { currency: string }>(rows: readonly T[]) =>
        rows.filter((row) => row.currency === currency).map(({ currency: _, ...row }) => row);
      return {
        currency,
        owedMinor: amount("commission_payable"),
        waitingMinor: amount("commission_pending"),
        heldMinor: amount("commission_held"),
        onItsWayMinor: amount("payout_in_transit"),
        paidMinor: amount("payout_paid"),
        waiting: inCurrency(waiting),
        held: inCurrency(held),
        minimumMinor: settingFor(settings.minimums, currency),
        accounts: accountsOf(of),
      };
    });
    const { schedule } = settings;
    const nextPayoutAt = schedule && nextOccurrence(schedule, timeZone, ctx.clock.now());
    return { userId, currencies, payments, nextPayoutAt };
  });
}

function isMoney(kind: LedgerAccountKind): boolean {
  return kind.startsWith("commission_") || kind.startsWith("payout_");
}

function accountsOf(balances: readonly Balance[]): CurrencyEarnings["accounts"] {
  const accounts: CurrencyEarnings["accounts"] = {};
  for (const { kind, accountId } of balances) accounts[kind] = accountId;
  return accounts;
}

/** Of a commission that waits: what was not paid of it before it had to wait. */
const waitingPart = sql`sum(earned_minor - reversed_minor - least(earned_minor - reversed_minor, paid_minor))::text`;

async function readWaiting(ctx: Ctx, affiliateId: string): Promise<Waiting[]> {
  const rows = await transact(ctx, (tx) =>
    tx.execute<{ currency: string; until: string; amount: string; sales: string }>(sql`
      SELECT currency, hold_until AS until, ${waitingPart} AS amount, count(*) AS sales
        FROM affiliate_commissions
       WHERE company_id = ${ctx.companyId} AND affiliate_id = ${affiliateId}::uuid AND status = 'pending'
       GROUP BY currency, hold_until ORDER BY hold_until`),
  );
  return rows.map(({ currency, until, amount, sales }) => ({
    currency,
    until: new Date(until),
    amountMinor: BigInt(amount),
    sales: Number(sales),
  }));
}

async function readHeld(ctx: Ctx, affiliateId: string): Promise<Held[]> {
  const rows = await transact(ctx, (tx) =>
    tx.execute<{ currency: string; by: CommissionHold; amount: string; sales: string }>(sql`
      SELECT currency, held_by AS by, ${waitingPart} AS amount, count(*) AS sales
        FROM affiliate_commissions
       WHERE company_id = ${ctx.companyId} AND affiliate_id = ${affiliateId}::uuid AND status = 'held'
       GROUP BY currency, held_by ORDER BY held_by`),
  );
  return rows.map(({ amount, sales, ...row }) => ({
    ...row,
    amountMinor: BigInt(amount),
    sales: Number(sales),
  }));
}

const mostPayments = 100;

async function readPayments(ctx: Ctx, affiliateId: string): Promise<Payment[]> {
  const rows = await transact(ctx, (tx) =>
    tx
      .select({ item: affiliatePayoutItems, number: affiliatePayouts.number })
      .from(affiliatePayoutItems)
      .innerJoin(
        affiliatePayouts,
        and(
          eq(affiliatePayouts.companyId, affiliatePayoutItems.companyId),
          eq(affiliatePayouts.id, affiliatePayoutItems.payoutId),
        ),
      )
      .where(
        and(
          eq(affiliatePayoutItems.companyId, ctx.companyId),
          eq(affiliatePayoutItems.affiliateId, affiliateId),
          isNotNull(affiliatePayoutItems.request),
        ),
      )
      .orderBy(desc(affiliatePayoutItems.createdAt), desc(affiliatePayoutItems.id))
      .limit(mostPayments),
  );
  return rows.map(({ item: row, number }) => {
    const { dispatch, transferId, status, ...item } = itemFromRow(row);
    return {
      id: item.id,
      payoutNumber: number,
      currency: item.currency,
      amountMinor: dispatch?.amountMinor ?? item.amountMinor,
      isPaid: status === "paid",
      paidAt: item.paidAt,
      reference: item.reference ?? transferId,
    };
  });
}
