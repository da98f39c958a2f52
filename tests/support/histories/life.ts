import type { Currency, Happening, History, World } from "./history.ts";

/** Whop's word about one thing, at an instant in days; of several about one thing the latest holds. */
export type Told =
  | { of: "membership"; buyer: number; at: number }
  | {
      of: "payment";
      sale: number;
      buyer: number;
      at: number;
      total: bigint;
      tax: bigint;
      currency: Currency;
      whopFee: bigint;
    }
  | {
      of: "refund";
      sale: number;
      refund: number;
      currency: Currency;
      minor: bigint;
      at: number;
      hasFailed: boolean;
      saidAt: number;
    }
  | { of: "dispute"; sale: number; status: string; isInquiry: boolean; at: number; saidAt: number };
type Payment = Extract<Told, { of: "payment" }>;
type Refund = Extract<Told, { of: "refund" }>;
type Dispute = Extract<Told, { of: "dispute" }>;

/** Of how many events a stage can be, each an hour of its own. */
const eventEvery = 0.2;
/** When a stage's news arrives: after all of it has happened. */
const newsAfter = 1;

/** When each stage begins, when its news arrives, and when it ends; in days. */
export function daysOf({ gaps }: World): { begins: number; news: number; ends: number }[] {
  let today = 0;
  return gaps.map((gap) => {
    const begins = today;
    today += gap;
    return { begins, news: begins + newsAfter, ends: today };
  });
}

/** One of many lives: what happens in it, and when Whop tells of it. */
export class Life {
  readonly history: History;
  readonly #payments: Payment[] = [];
  readonly #refunds: Refund[] = [];
  readonly #disputes = new Map<number, Dispute>();
  readonly #members = new Set<number>();
  readonly #told: Told[] = [];

  constructor(history: History) {
    this.history = history;
  }

  /** Lives a stage; returns what is told of it in two heaps, out of order, some of it and of before once more. */
  live(nth: number, begins: number): [Told[], Told[]] {
    const stage = this.history.stages[nth];
    if (!stage) return [[], []];
    const news = stage.events.flatMap((event, step) =>
      this.#happens(event, begins + (step + 1) * eventEvery),
    );
    const { turn, later, again } = stage.order;
    const all = [...news, ...this.#told.filter((_, place) => (again >> (place % 10)) % 4 === 1)];
    this.#told.push(...news);
    const shuffled = all
      .map((told, place) => ({ told, key: (turn * (place + 3) * 7919) % 10_007 }))
      .sort((a, b) => a.key - b.key)
      .map(({ told }) => told);
    const isFirst = (place: number) => (later >> (place % 10)) % 2 === 0;
    const first = shuffled.filter((_, place) => isFirst(place));
    const second = shuffled.filter((_, place) => !isFirst(place));
    return [first, [...second, ...first.slice(0, again % 2)]];
  }

  #happens(event: Happening, at: number): Told[] {
    const told = this.#tell(event, at);
    for (const one of told) {
      if (one.of === "payment") this.#payments.push(one);
      if (one.of === "dispute") this.#disputes.set(one.sale, one);
    }
    return told;
  }

  #tell(event: Happening, at: number): Told[] {
    if (event.kind === "pays") return this.#pay(event, at);
    const payment = this.#payments[event.sale % Math.max(1, this.#payments.length)];
    if (!payment) return [];
    const { sale, currency } = payment;
    switch (event.kind) {
      case "refund": {
        const refund = this.#refunds.length;
        const minor = (payment.total * BigInt(event.percent)) / 100n;
        const one: Refund = { of: "refund", sale, refund, currency, minor, at, hasFailed: false, saidAt: at };
        this.#refunds.push(one);
        return [one];
      }
      case "refund_fails": {
        const known = this.#refunds.find((one) => one.sale === sale);
        return known ? [{ ...known, hasFailed: true, saidAt: at }] : [];
      }
      case "dispute": {
        const { status, isInquiry } = event;
        const first = this.#disputes.get(sale)?.at ?? at;
        return [{ of: "dispute", sale, status, isInquiry, at: first, saidAt: at }];
      }
    }
  }

  #pay(event: Extract<Happening, { kind: "pays" }>, at: number): Told[] {
    const { buyer, currency } = event;
    const total = BigInt(event.total);
    const tax = BigInt(Math.min(event.tax, event.total));
    const sale = this.#payments.length;
    const paid = {
      of: "payment",
      sale,
      buyer,
      at,
      total,
      tax,
      currency,
      whopFee: BigInt(event.whopFee),
    } as const;
    if (this.#members.has(buyer)) return [paid];
    this.#members.add(buyer);
    return [paid, { of: "membership", buyer, at }];
  }
}

export function saidAt(told: Told): number {
  return "saidAt" in told ? told.saidAt : told.at;
}
