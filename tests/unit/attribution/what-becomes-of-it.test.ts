import { expect, test } from "vitest";
import type { PlanInfo } from "#lib/attribution/types.ts";
import { click, day, decideOn, disputes, joins, link, pays, refunds, told } from "./people.ts";

const a = link("a");
const ways = { m1: { link: a, click: click(day(-1)) } };
const bought = { memberships: [joins("m1", day(0))], payments: [pays("p1", "m1", day(0))] };

test("a full refund takes the credit back, and a refund that fails later gives it back", () => {
  const refunded = decideOn({ ...bought, refunds: [refunds("p1", day(3))] }, ways);
  expect(told(refunded)).toBe("reversed refunded a cancelled");
  expect(refunded.credit?.cancelledAt).toEqual(day(3));
  const failed = decideOn({ ...bought, refunds: [refunds("p1", day(3), { status: "failed" })] }, ways);
  expect(told(failed)).toBe("credited converted a converted");
});

test("a partial refund keeps the credit and lessens the revenue", () => {
  const decision = decideOn({ ...bought, refunds: [refunds("p1", day(3), { amountMinor: 900n })] }, ways);
  expect(told(decision)).toBe("credited converted a converted");
  expect(decision.credit?.values).toMatchObject([
    { grossMinor: 2900n, refundedMinor: 900n, netMinor: 2000n },
  ]);
});

test("a refund of one payment leaves the credit that another payment carries", () => {
  const decision = decideOn(
    {
      memberships: bought.memberships,
      payments: [
        pays("p1", "m1", day(0)),
        pays("p2", "m1", day(30), { billingReason: "subscription_cycle" }),
      ],
      refunds: [refunds("p1", day(31))],
    },
    ways,
  );
  expect(told(decision)).toBe("credited converted a converted");
  expect(decision.credit?.qualifyingPaymentId).toBe("p2");
});

test("an open dispute makes the conversion wait, a lost one takes it back, a won one gives it back", () => {
  const after = (status: string) =>
    decideOn({ ...bought, disputes: [disputes("p1", day(4), { status })] }, ways);
  expect(told(after("needs_response"))).toBe("credited open_dispute a converted");
  expect(after("under_review").credit?.holdReason).toBe("open_dispute");
  expect(told(after("lost"))).toBe("reversed dispute_lost a cancelled");
  expect(told(after("won"))).toBe("credited converted a converted");
});

test("an inquiry moves nothing", () => {
  const decision = decideOn({ ...bought, disputes: [disputes("p1", day(4), { inquiry: true })] }, ways);
  expect(told(decision)).toBe("credited converted a converted");
});

test("a refund and a lost dispute on one payment take it back once", () => {
  const decision = decideOn(
    { ...bought, refunds: [refunds("p1", day(3))], disputes: [disputes("p1", day(4), { status: "lost" })] },
    ways,
  );
  expect(decision.credit?.values).toMatchObject([{ refundedMinor: 2900n, netMinor: 0n }]);
});

test("an amount that cannot be read holds the conversion instead of being guessed", () => {
  const payments = [
    pays("p1", "m1", day(0), { currency: "QQQ", totalMinor: 0n, amountProblem: 'unknown currency "QQQ"' }),
  ];
  const decision = decideOn({ ...bought, payments }, ways);
  expect(told(decision)).toBe("credited amount_problem a converted");
  expect(decision.credit?.holdReason).toBe("amount_problem");
});

test("whoever leaves before paying anything is no referral, until they pay after all", () => {
  const left = { memberships: [joins("m1", day(0), { status: "canceled", stateAt: day(7) })] };
  expect(told(decideOn(left, ways))).toBe("reversed left_before_paying a cancelled");
  expect(decideOn(left, ways).credit?.cancelledAt).toEqual(day(7));
  const later = {
    memberships: [...left.memberships, joins("m2", day(9))],
    payments: [pays("p2", "m2", day(9))],
  };
  expect(told(decideOn(later, ways))).toBe("credited converted a converted");
});

test("a payment that was never charged changes nothing, whatever it names and whenever it is told", () => {
  const left = { memberships: [joins("m1", day(0), { status: "expired", stateAt: day(7) })] };
  for (const status of ["draft", "open", "pending", "authorized"]) {
    const attempt = pays("p0", "m1", day(-1), { status, paidAt: null, metadata: { referly: "1" } });
    expect(decideOn({ ...left, payments: [attempt] }, ways)).toEqual(decideOn(left, ways));
    const paid = pays("p1", "m1", day(0));
    expect(decideOn({ ...bought, payments: [attempt, paid] }, ways)).toEqual(decideOn(bought, ways));
  }
});

const plan = (over: Partial<PlanInfo>): PlanInfo => ({
  planType: "renewal",
  initialPriceMinor: 0n,
  renewalPriceMinor: 2900n,
  trialPeriodDays: null,
  currency: "USD",
  ...over,
});

test("a trial counts only where the rules let it, and keeps counting after it ended", () => {
  const plans = new Map([["plan_main", plan({ trialPeriodDays: 7 })]]);
  const zero = pays("p0", "m1", day(0), { totalMinor: 0n });
  const during = { memberships: [joins("m1", day(0), { status: "trialing" })], payments: [zero] };
  const ended = { memberships: [joins("m1", day(0), { status: "expired" })], payments: [zero] };
  expect(told(decideOn(during, ways, { plans }))).toBe("pending waiting_for_payment a pending");
  const rules = { countTrials: true };
  expect(told(decideOn(during, ways, { plans, rules }))).toBe("credited trial_counts a converted");
  expect(told(decideOn(ended, ways, { plans, rules }))).toBe("credited trial_counts a converted");
  expect(decideOn(during, ways, { plans, rules }).credit?.values).toMatchObject([
    { type: "trial", sourceId: "m1" },
  ]);
});

test("a free membership counts only where the rules let it", () => {
  const plans = new Map([["plan_main", plan({ planType: "one_time", renewalPriceMinor: 0n })]]);
  const facts = { memberships: [joins("m1", day(0), { status: "completed" })] };
  expect(decideOn(facts, ways, { plans }).outcome).toBe("pending");
  expect(told(decideOn(facts, ways, { plans, rules: { countFree: true } }))).toBe(
    "credited free_counts a converted",
  );
});

test("a payment of nothing is a payment, but no conversion", () => {
  const payments = [pays("p0", "m1", day(0), { totalMinor: 0n })];
  expect(told(decideOn({ ...bought, payments }, ways))).toBe("pending waiting_for_payment a pending");
});

test("the plan says whether a conversion is a subscription or a single purchase", () => {
  const plans = new Map([["plan_main", plan({ planType: "one_time" })]]);
  expect(decideOn(bought, ways, { plans }).credit?.values[0]?.type).toBe("one_time_purchase");
  expect(decideOn(bought, ways).credit?.values[0]?.type).toBe("subscription");
});

test("under last touch a refund lets the credit go to the link of the next purchase", () => {
  const decision = decideOn(
    {
      memberships: [joins("m1", day(0)), joins("m2", day(10))],
      payments: [pays("p1", "m1", day(0)), pays("p2", "m2", day(10))],
      refunds: [refunds("p1", day(2))],
    },
    { ...ways, m2: { link: link("b") } },
  );
  expect(told(decision)).toBe("credited converted b converted");
});
