import fc from "fast-check";
import { type CommissionRow, rowsFor } from "#lib/affiliates/commission-rows.ts";
import { commissionsOf } from "#lib/affiliates/commissions-of.ts";
import type { Sale } from "#lib/affiliates/sale.ts";
import { historyOf } from "#lib/affiliates/sale-history.ts";
import { linesOf, unpaidOf } from "#lib/affiliates/standing.ts";
import { netOf } from "#lib/facts/index.ts";
import type { Line } from "#lib/ledger/index.ts";
import { differenceOf } from "#lib/ledger/settle.ts";
import type { DisputeFact, PaymentFact, RefundFact } from "#lib/whop/facts.ts";
import type { Terms } from "./affiliate-stage.ts";
import { disputeFact, paymentFact, refundFact } from "./facts.ts";
import { day, period, version } from "./sales.ts";

/** What happens to an affiliate, day by day. `sale` counts from the first one. */
export type Happening =
  | { kind: "pay"; total: number; tax: number; currency: string; buyer: number; fee: number }
  | { kind: "refund"; sale: number; share: number }
  | { kind: "refund_fails"; sale: number }
  | { kind: "dispute"; sale: number; status: string }
  | { kind: "review"; sale: number; state: "held" | "released" | "rejected" }
  | { kind: "suspend" | "resume" | "pay_out" | "replay" }
  | { kind: "wait"; days: number };

const sale = fc.nat(3);
export const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("pay" as const),
      total: fc.integer({ min: 1, max: 30_000 }),
      tax: fc.nat(3_000),
      currency: fc.constantFrom("USD", "USD", "JPY"),
      buyer: fc.nat(2),
      fee: fc.constantFrom(0, 0, 900),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("refund" as const),
      sale,
      share: fc.integer({ min: 1, max: 120 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("refund_fails" as const), sale }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("dispute" as const),
      sale,
      status: fc.constantFrom("needs_response", "under_review", "won", "lost", "closed"),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("review" as const),
      sale,
      state: fc.constantFrom("held" as const, "released" as const, "rejected" as const),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom("pay_out" as const, "replay" as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("suspend" as const, "resume" as const) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("wait" as const), days: fc.nat(20) }) },
);

/** Hard on the books: a tier, caps, a duration and Whop's own fee at once. */
export const strictTerms: Terms = {
  rate: { kind: "percent", bps: 3_333 },
  base: "net",
  duration: { kind: "months", months: 2 },
  tiers: [{ from: { referrals: 2 }, bps: 4_100 }],
  caps: { perSale: { USD: "70.00" }, perMonth: { USD: "110.00" }, lifetime: { USD: "190.00", JPY: "20000" } },
  whopAffiliate: "net_off",
};

type Paid = {
  payment: PaymentFact;
  buyer: number;
  refunds: RefundFact[];
  disputes: DisputeFact[];
  review: "clear" | "held" | "released" | "rejected";
};

const plan = version(strictTerms);
const holdDays = 14;

/** An affiliate with commissions and books, in memory, kept by the product's own functions. */
export class BookModel {
  today = 0;
  paid: Paid[] = [];
  rows: CommissionRow[] = [];
  terms = [period(0)];
  /** Each change of the books, line by line. */
  postings: { source: string; lines: Line[] }[] = [];

  happens(event: Happening): void {
    this.today += 0.25;
    const at = day(this.today);
    const target = "sale" in event ? this.paid[event.sale % Math.max(1, this.paid.length)] : undefined;
    switch (event.kind) {
      case "pay":
        this.#pay(event, at);
        break;
      case "refund":
        if (target) this.#refund(target, event.share, at);
        break;
      case "refund_fails":
        if (target?.refunds[0]) target.refunds[0] = { ...target.refunds[0], status: "failed", stateAt: at };
        break;
      case "dispute":
        if (target) this.#dispute(target, event.status, at);
        break;
      case "review":
        if (target) target.review = event.state;
        break;
      case "suspend":
      case "resume":
        this.terms.push(period(this.today, { isActive: event.kind === "resume" }));
        break;
      case "wait":
        this.today += event.days;
        break;
      case "pay_out":
        this.#payOut();
        break;
      case "replay":
        break;
    }
    this.settle();
  }

  #pay({ total, tax, currency, buyer, fee }: Happening & { kind: "pay" }, at: Date): void {
    const payment = paymentFact({
      paymentId: `pay_${this.paid.length}`,
      whopCreatedAt: at,
      totalMinor: BigInt(total),
      taxMinor: BigInt(Math.min(tax, total)),
      currency,
    });
    const whopFee = { ...payment, whopAffiliateMinor: BigInt(fee) };
    this.paid.push({ payment: whopFee, buyer, refunds: [], disputes: [], review: "clear" });
  }

  #refund({ payment, refunds }: Paid, share: number, at: Date): void {
    const amountMinor = (payment.totalMinor * BigInt(share)) / 100n;
    const { paymentId, currency } = payment;
    const refundId = `rf_${paymentId}_${refunds.length}`;
    refunds.push(refundFact({ refundId, paymentId, whopCreatedAt: at, amountMinor, currency }));
  }

  #dispute(paid: Paid, status: string, at: Date): void {
    const known = paid.disputes[0];
    const fact =
      known ?? disputeFact({ disputeId: "d", paymentId: paid.payment.paymentId, whopCreatedAt: at });
    paid.disputes = [{ ...fact, status, stateAt: at }];
  }

  /** By hand and at once: what is owed in a currency goes from payable to paid, if it is more than nothing. */
  #payOut(): void {
    for (const [currency, rows] of Map.groupBy(this.rows, (row) => row.currency)) {
      const owed = rows.reduce((sum, row) => sum + unpaidOf(row), 0n);
      if (owed <= 0n) continue;
      for (const row of rows) row.paidMinor += unpaidOf(row);
      const line = (kind: Line["kind"], amount: bigint): Line => ({
        holderId: "ana",
        kind,
        unit: currency,
        amount,
      });
      const source = `payout ${this.postings.length}`;
      this.postings.push({ source, lines: [line("commission_payable", -owed), line("payout_paid", owed)] });
    }
  }

  settle(): void {
    for (const { before, after } of this.target()) {
      const lines = differenceOf(linesOf(after, "ana"), before ? this.standOf(after.id) : []);
      if (lines.length > 0) this.postings.push({ source: after.id, lines });
    }
    this.rows = this.target().map(({ after }) => after);
  }

  /** The rows as they should be now; a row's id is its conversion's, so that two models can be compared. */
  target(sales: readonly Sale[] = this.sales()) {
    const terms = new Map([["ana", this.terms]]);
    const plans = new Map([["plan", [plan]]]);
    const commissions = commissionsOf({ affiliateId: "ana", sales, terms, plans, holdDays, timeZone: "UTC" });
    return rowsFor(commissions, this.rows, "ana", day(this.today)).map((change) => ({
      ...change,
      after: { ...change.after, id: change.after.conversionId },
    }));
  }

  sales(): Sale[] {
    const firstOf = new Map<number, Date>();
    return this.paid.map((paid) => {
      const { payment, buyer, refunds, disputes, review } = paid;
      const net = netOf(payment, refunds, disputes);
      const { takenBack, contested } = historyOf(payment, refunds, disputes, net);
      const cameAt = firstOf.get(buyer) ?? payment.whopCreatedAt;
      firstOf.set(buyer, cameAt);
      return {
        conversionId: payment.paymentId,
        referralId: `buyer ${buyer}`,
        paymentId: payment.paymentId,
        productId: payment.productId,
        affiliateId: "ana",
        currency: payment.currency,
        grossMinor: net.grossMinor,
        taxMinor: net.taxMinor,
        whopAffiliateMinor: feeOf(payment),
        takenBack,
        doubted: contested,
        isDisputed: net.disputeOpen,
        isDisputeLost: net.disputeLost,
        problem: net.problem,
        isInReview: review === "held",
        withdrawn: review === "rejected" ? "rejected" : null,
        occurredAt: payment.whopCreatedAt,
        signedUpAt: cameAt,
      };
    });
  }

  standOf(source?: string): Line[] {
    const posted = this.postings.filter((posting) => source === undefined || posting.source === source);
    return differenceOf(
      posted.flatMap(({ lines }) => lines),
      [],
    );
  }

  balance(kind: Line["kind"], unit: string): bigint {
    return this.standOf().find((line) => line.kind === kind && line.unit === unit)?.amount ?? 0n;
  }
}

function feeOf(payment: PaymentFact): bigint {
  const fee: unknown = Reflect.get(payment, "whopAffiliateMinor");
  return typeof fee === "bigint" ? fee : 0n;
}
