import fc from "fast-check";

/** What happens to a payment of somebody whom the affiliate brought. `sale` counts from the first one, round and round. */
export type Happening =
  | { kind: "pays"; buyer: number; total: number; tax: number; currency: Currency; whopFee: number }
  | { kind: "refund"; sale: number; percent: number }
  | { kind: "refund_fails"; sale: number }
  | { kind: "dispute"; sale: number; status: string; isInquiry: boolean };

/** None, two and three decimals. */
export type Currency = "USD" | "JPY" | "KWD";

/** Part of an affiliate's life. */
export type Stage = {
  /** What the team does to the affiliate before anything else happens. */
  team: "nothing" | "suspend" | "resume" | "other_plan";
  events: Happening[];
  /** In which order it becomes known, what of it comes in a second heap, and what is told again. */
  order: { turn: number; later: number; again: number };
  /** Which buyer is forgotten once all of it is known. */
  forgets: number | null;
};
export type History = { plan: number; stages: Stage[] };

/** What a plan promises; amounts in minor units. */
export type Deal = {
  rate: { bps: number } | { flat: Partial<Record<Currency, number>> };
  base: "net" | "gross";
  duration: "first_payment" | "one_month" | "lifetime";
  /** From so many confirmed referrals on. */
  tier: { referrals: number; bps: number } | null;
  mostPerSale: Partial<Record<Currency, number>>;
  mostEver: Partial<Record<Currency, number>>;
  whopAffiliate: "net_off" | "refuse" | "ignore";
};

/** What is common to histories that are lived side by side in one community, on one clock. */
export type World = {
  holdDays: number;
  deals: Deal[];
  /** What the first plan promises from the second stage on. */
  laterDeal: Deal;
  gaps: number[];
  /** By stage: whether a payout is drafted amid the news, and marked as paid after the rest of it. */
  paysOut: boolean[];
  minimumUsd: number;
  settlesBetween: boolean;
};

export const stageCount = 2;
const inStages = { minLength: stageCount, maxLength: stageCount };
const sale = fc.nat(3);

const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("pays" as const),
      buyer: fc.nat(1),
      total: fc.integer({ min: 1, max: 30_000 }),
      tax: fc.nat(3_000),
      currency: fc.constantFrom("USD", "USD", "USD", "JPY", "KWD"),
      whopFee: fc.constantFrom(0, 0, 0, 900),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("refund" as const),
      sale,
      percent: fc.integer({ min: 1, max: 120 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("refund_fails" as const), sale }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("dispute" as const),
      sale,
      status: fc.constantFrom("needs_response", "under_review", "won", "lost", "closed"),
      isInquiry: fc.constantFrom(false, false, false, true),
    }),
  },
);

const seldom = <T>(usual: T, ...others: T[]) =>
  fc.constantFrom(...Array<T>(16 * others.length).fill(usual), ...others);

const stage: fc.Arbitrary<Stage> = fc.record({
  team: seldom<Stage["team"]>("nothing", "suspend", "resume", "other_plan"),
  events: fc.array(happening, { minLength: 1, maxLength: 4 }),
  order: fc.record({
    turn: fc.nat(9_999),
    later: fc.oneof(fc.constant(0), fc.nat(1_023)),
    again: fc.nat(9_999),
  }),
  forgets: fc.constantFrom(...Array<null>(399).fill(null), 0),
});

/** It holds nothing that fast-check could not shrink without knowing how it came about. */
export const history: fc.Arbitrary<History> = fc.record({
  plan: fc.nat(2),
  stages: fc.array(stage, inStages),
});

const limit = (from: number, to: number) =>
  fc.record(
    { USD: fc.integer({ min: from, max: to }), JPY: fc.integer({ min: from, max: to }) },
    { requiredKeys: [] },
  );

const deal: fc.Arbitrary<Deal> = fc.record({
  rate: fc.oneof(
    fc.record({ bps: fc.constantFrom(1, 1_250, 3_333, 5_000, 10_000) }),
    fc.constantFrom({ flat: { USD: 777, KWD: 1_005 } }, { flat: { USD: 1, JPY: 1_900, KWD: 3 } }),
  ),
  base: fc.constantFrom("net", "gross"),
  duration: fc.constantFrom("first_payment", "one_month", "lifetime", "lifetime"),
  tier: fc.option(
    fc.record({ referrals: fc.integer({ min: 1, max: 2 }), bps: fc.constantFrom(0, 4_100, 9_999) }),
  ),
  mostPerSale: limit(100, 9_000),
  mostEver: limit(1_000, 20_000),
  whopAffiliate: fc.constantFrom("net_off", "refuse", "ignore"),
});

export const world: fc.Arbitrary<World> = fc.record({
  // Often at once, so that a later payout meets what went back of an earlier one.
  holdDays: fc.constantFrom(0, 0, 7, 14, 30),
  deals: fc.array(deal, { minLength: 3, maxLength: 3 }),
  laterDeal: deal,
  gaps: fc.array(fc.constantFrom(2, 6, 13, 16, 40), inStages),
  paysOut: fc.array(fc.constantFrom(true, true, false), inStages),
  minimumUsd: fc.constantFrom(0, 0, 2_500),
  settlesBetween: fc.constantFrom(true, false, false),
});
