import fc from "fast-check";
import { BookModel, type Happening, happening } from "./book-model.ts";

/** Part of an affiliate's life: what happens in it is told out of order, then the books are settled. */
type Stretch = { events: Happening[]; order: number[] };
export type History = { stretches: Stretch[] };

/** What is common to histories that are lived side by side: one clock, and the days on which all are paid. */
export type Calendar = { gaps: number[]; paysOut: boolean[]; settlesBetween: boolean };

const stretchCount = 3;
// Waits are the calendar's, and so are payouts; a review is decided about referrals, not sales.
const elsewhere = new Set(["wait", "pay_out", "review"]);
const event = happening.filter(({ kind }) => !elsewhere.has(kind));

const stretch: fc.Arbitrary<Stretch> = fc.record({
  events: fc.array(event, { minLength: 1, maxLength: 3 }),
  order: fc.array(fc.nat(1_000), { minLength: 4, maxLength: 4 }),
});
export const history: fc.Arbitrary<History> = fc.record({
  stretches: fc.array(stretch, { minLength: stretchCount, maxLength: stretchCount }),
});
export const calendar: fc.Arbitrary<Calendar> = fc.record({
  gaps: fc.array(fc.constantFrom(1, 5, 13, 16, 30), { minLength: stretchCount, maxLength: stretchCount }),
  paysOut: fc.array(fc.boolean(), { minLength: stretchCount, maxLength: stretchCount }),
  settlesBetween: fc.boolean(),
});

export type Fact =
  | { of: "payment"; sale: number; fact: BookModel["paid"][number]["payment"] }
  | { of: "refund"; sale: number; fact: BookModel["paid"][number]["refunds"][number] }
  | { of: "dispute"; sale: number; fact: BookModel["paid"][number]["disputes"][number] };

/** One of many lives: the model, and what of it the database was told. */
export class Life {
  readonly model = new BookModel();
  readonly history: History;
  readonly #told: Fact[] = [];
  readonly #known = new Set<object>();

  constructor(history: History) {
    this.history = history;
  }

  /** Lives a stretch from a day on; returns its facts in two heaps, shuffled, with some of before among them. */
  live(nth: number, begins: number): [Fact[], Fact[]] {
    const { events, order } = this.history.stretches[nth] ?? { events: [], order: [] };
    const news: Fact[] = [];
    for (const [step, event] of events.entries()) {
      this.model.today = begins + step / 4;
      this.model.happens(event);
      news.push(...this.#news());
    }
    const seed = (place: number) => order[place % order.length] ?? 0;
    const again = events.some(({ kind }) => kind === "replay") ? [...this.#told] : [];
    this.#told.push(...news);
    const all = [...news, ...again].sort((a, b) => rank(a, seed(0)) - rank(b, seed(0)));
    const inFirst = (_: Fact, place: number) => (seed(1) >> (place % 10)) % 2 === 0;
    const first = all.filter(inFirst);
    // One of the first heap is told once more.
    return [first, [...all.filter((fact, place) => !inFirst(fact, place)), ...first.slice(0, seed(2) % 2)]];
  }

  settleOn(today: number, paysOut: boolean): void {
    this.model.today = today;
    this.model.settle();
    if (!paysOut) return;
    this.model.today = today - 0.25;
    this.model.happens({ kind: "pay_out" });
  }

  #news(): Fact[] {
    const all = this.model.paid.flatMap(({ payment, refunds, disputes }, sale): Fact[] => [
      { of: "payment", sale, fact: payment },
      ...refunds.map((fact): Fact => ({ of: "refund", sale, fact })),
      ...disputes.map((fact): Fact => ({ of: "dispute", sale, fact })),
    ]);
    const news = all.filter(({ fact }) => !this.#known.has(fact));
    for (const { fact } of news) this.#known.add(fact);
    return news;
  }
}

function rank({ of, sale, fact }: Fact, seed: number): number {
  const text = `${of} ${sale} ${fact.stateAt.getTime()} ${seed}`;
  let hash = 0;
  for (const letter of text) hash = (hash * 31 + letter.charCodeAt(0)) % 1_000_003;
  return hash;
}

/** When each stretch begins and ends, in days. */
export function daysOf({ gaps }: Calendar): { begins: number; ends: number }[] {
  let today = 0;
  return gaps.map((gap) => {
    const begins = today;
    today += 1 + gap;
    return { begins, ends: today };
  });
}
