import type { Currency, Deal } from "./history.ts";
import { saidAt, type Told } from "./life.ts";

/** What held for an affiliate from a day on, and what their plan promised from a day on. */
export type Period = { since: number; isActive: boolean; plan: number };
export type Promised = { since: number; deal: Deal };

/** All that an affiliate's commissions follow from. */
export type Situation = {
  told: readonly Told[];
  periods: readonly Period[];
  /** By the plan, earliest first. */
  plans: readonly (readonly Promised[])[];
  holdDays: number;
  /** What payouts have paid for each sale. */
  paid: ReadonlyMap<number, bigint>;
  now: number;
  dateOf: (day: number) => Date;
};

export type Reckoned = {
  sale: number;
  currency: Currency;
  status: "refused" | "pending" | "held" | "approved" | "paid" | "reversed";
  earned: bigint;
  reversed: bigint;
  paid: bigint;
  holdUntil: number;
};

type Payment = Extract<Told, { of: "payment" }>;
/** A payment with what is known to have become of it. */
type Bought = Payment & {
  cameAt: number;
  firstPaidAt: number;
  refunds: { minor: bigint; at: number }[];
  dispute: { status: string; from: number; changedAt: number } | null;
};

/**
 * An affiliate's commissions worked out a second time, by hand as it were: sale after sale from what is known, as
 * the terms say it in words. It shares nothing with the product, and is slow.
 */
export function reckon(situation: Situation): Reckoned[] {
  const sales = boughtOf(situation.told);
  const keptSoFar: Partial<Record<Currency, bigint>> = {};
  return sales.map((sale) => {
    const rated = rate(sale, sales, situation);
    const back = takenBack(sale, Number.POSITIVE_INFINITY);
    const fullyReversed = rated === null ? 0n : roundHalfUp(rated.minor * back, sale.total);
    let kept = (rated?.minor ?? 0n) - fullyReversed;
    const most = rated?.deal.mostEver[sale.currency];
    const before = keptSoFar[sale.currency] ?? 0n;
    if (most !== undefined) kept = least(kept, greatest(0n, BigInt(most) - before));
    keptSoFar[sale.currency] = before + kept;
    const reversed = fullyReversed;
    const earned = kept + reversed;
    const paid = situation.paid.get(sale.sale) ?? 0n;
    const holdUntil = sale.at + situation.holdDays;
    const status = () => {
      if (rated === null || earned === 0n) return "refused";
      if (kept > 0n && kept === paid) return "paid";
      if (kept === 0n) return "reversed";
      if (isOpen(sale)) return "held";
      return situation.now < holdUntil ? "pending" : "approved";
    };
    const { currency } = sale;
    return { sale: sale.sale, currency, status: status(), earned, reversed, paid, holdUntil };
  });
}

/** Payments in the order in which they were made. Without its payment a refund or a dispute is about nothing. */
function boughtOf(told: readonly Told[]): Bought[] {
  const latest = new Map<string, Told>();
  for (const one of told) {
    const name = nameOf(one);
    const known = latest.get(name);
    if (!known || saidAt(known) < saidAt(one)) latest.set(name, one);
  }
  const all = [...latest.values()];
  const payments = all.filter((one) => one.of === "payment").sort((a, b) => a.at - b.at);
  return payments.map((payment) => {
    const byBuyer = all.filter((one) => "buyer" in one && one.buyer === payment.buyer);
    const own = all.filter((one) => "sale" in one && one.sale === payment.sale);
    const refunds = own.flatMap((one) =>
      one.of === "refund" && !one.hasFailed ? [{ minor: one.minor, at: one.saidAt }] : [],
    );
    const contest = own.find((one) => one.of === "dispute" && !one.isInquiry);
    return {
      ...payment,
      cameAt: Math.min(...byBuyer.map(({ at }) => at)),
      firstPaidAt: payments.find(({ buyer }) => buyer === payment.buyer)?.at ?? payment.at,
      refunds,
      dispute:
        contest?.of === "dispute"
          ? { status: contest.status, from: contest.at, changedAt: contest.saidAt }
          : null,
    };
  });
}

function nameOf(told: Told): string {
  switch (told.of) {
    case "membership":
      return `membership ${told.buyer}`;
    case "refund":
      return `refund ${told.refund}`;
    default:
      return `${told.of} ${told.sale}`;
  }
}

/** What a sale earns before anything goes back; null when it earns nothing by the terms. */
function rate(
  sale: Bought,
  sales: readonly Bought[],
  { periods, plans, holdDays, dateOf }: Situation,
): { minor: bigint; deal: Deal } | null {
  const heldAt = (day: number) => periods.findLast(({ since }) => since <= day);
  const terms = heldAt(sale.cameAt);
  if (!terms?.isActive || !heldAt(sale.at)?.isActive) return null;
  const deal = plans[terms.plan]?.findLast(({ since }) => since <= sale.cameAt)?.deal;
  if (!deal) throw new Error("the plan promised nothing yet");
  if (deal.duration === "first_payment" && sale.at !== sale.firstPaidAt) return null;
  if (deal.duration === "one_month" && dateOf(sale.at) >= monthAfter(dateOf(sale.firstPaidAt))) return null;
  if (deal.whopAffiliate === "refuse" && sale.whopFee > 0n) return null;

  const confirmed = new Set(
    sales.filter((other) => isConfirmed(other, sale.at, holdDays)).map(({ buyer }) => buyer),
  );
  const base = deal.base === "net" ? sale.total - sale.tax : sale.total;
  const share = (bps: number) => roundHalfUp(base * BigInt(bps), 10_000n);
  let minor: bigint;
  if (deal.tier && confirmed.size >= deal.tier.referrals) minor = share(deal.tier.bps);
  else if ("bps" in deal.rate) minor = share(deal.rate.bps);
  else {
    const flat = deal.rate.flat[sale.currency];
    if (flat === undefined) return null;
    minor = BigInt(flat);
  }
  const most = deal.mostPerSale[sale.currency];
  if (most !== undefined) minor = least(minor, BigInt(most));
  if (deal.whopAffiliate === "net_off") minor -= least(minor, sale.whopFee);
  return { minor, deal };
}

/** Whether a sale had outlived its hold before an instant, was not contested and had not gone back. */
function isConfirmed(sale: Bought, before: number, holdDays: number): boolean {
  const { dispute } = sale;
  const isOver = dispute?.status === "won" || dispute?.status === "closed";
  const wasContested = dispute && dispute.from < before && !(isOver && dispute.changedAt < before);
  return sale.at + holdDays < before && !wasContested && takenBack(sale, before) < sale.total;
}

/** What had gone back before an instant: never more than was paid, and a lost dispute takes what is left. */
function takenBack({ total, refunds, dispute }: Bought, before: number): bigint {
  if (dispute?.status === "lost" && dispute.changedAt < before) return total;
  const refunded = refunds.filter(({ at }) => at < before).reduce((sum, { minor }) => sum + minor, 0n);
  return least(refunded, total);
}

function isOpen({ dispute }: Bought): boolean {
  return dispute?.status === "needs_response" || dispute?.status === "under_review";
}

/** What of a commission may be paid or was: all that is approved; of one that waits, what was paid before. */
export function payable({ status, earned, reversed, paid }: Reckoned): bigint {
  const kept = earned - reversed;
  return (status === "pending" || status === "held") && paid < kept ? paid : kept;
}

/** How an affiliate's accounts stand, as "kind unit" to the balance; those with nothing on them are left out. */
export function accountsOf(rows: readonly Reckoned[]): Map<string, bigint> {
  const accounts = new Map<string, bigint>();
  const add = (kind: string, { currency }: Reckoned, amount: bigint) => {
    const name = `${kind} ${currency}`;
    const balance = (accounts.get(name) ?? 0n) + amount;
    if (balance === 0n) accounts.delete(name);
    else accounts.set(name, balance);
  };
  for (const row of rows) {
    const kept = row.earned - row.reversed;
    add("commission_expense", row, -kept);
    add("commission_payable", row, payable(row) - row.paid);
    add(row.status === "held" ? "commission_held" : "commission_pending", row, kept - payable(row));
    add("payout_paid", row, row.paid);
  }
  return accounts;
}

/**
 * What a payout gives for each sale: in each currency all that may be paid by then, less what has to come back; nothing
 * where that comes to nothing, or to less than the least that is paid.
 */
export function paidBy(
  rows: readonly Reckoned[],
  now: number,
  least: Partial<Record<Currency, bigint>>,
): Map<number, bigint> {
  const gives = new Map<number, bigint>();
  for (const [currency, same] of Map.groupBy(rows, (row) => row.currency)) {
    const open = same
      .map((row) => ({ sale: row.sale, minor: payable(row) - row.paid, isDue: row.holdUntil <= now }))
      .filter(({ minor, isDue }) => minor < 0n || (minor > 0n && isDue));
    const sum = open.reduce((total, { minor }) => total + minor, 0n);
    if (sum <= 0n || sum < (least[currency] ?? 0n)) continue;
    for (const { sale, minor } of open) gives.set(sale, minor);
  }
  return gives;
}

function monthAfter(at: Date): Date {
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()];
  const lastDay = new Date(Date.UTC(year, month + 2, 0)).getUTCDate();
  const moved = new Date(at);
  moved.setUTCFullYear(year, month + 1, Math.min(day, lastDay));
  return moved;
}

function roundHalfUp(dividend: bigint, divisor: bigint): bigint {
  return (2n * dividend + divisor) / (2n * divisor);
}

const least = (a: bigint, b: bigint) => (a < b ? a : b);
const greatest = (a: bigint, b: bigint) => (a > b ? a : b);
