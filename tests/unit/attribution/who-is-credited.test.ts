import { expect, test } from "vitest";
import { secondMs } from "#lib/core/clock.ts";
import { buyer, click, day, decideOn, hour, joins, link, pays, told } from "./people.ts";

const [a, b] = [link("a"), link("b")];

test("a purchase through a link credits the link's owner with the first settled payment", () => {
  const decision = decideOn(
    { memberships: [joins("m1", day(0))], payments: [pays("p1", "m1", day(0))] },
    { m1: { link: a, click: click(day(-1)) } },
  );
  expect(told(decision)).toBe("credited converted a converted");
  expect(decision.credit).toMatchObject({
    referrerId: "owner-of-a",
    qualifyingPaymentId: "p1",
    signedUpAt: day(0),
  });
});

test("a member who joined through a link and has not paid waits as pending", () => {
  const decision = decideOn({ memberships: [joins("m1", day(0))] }, { m1: { link: a } });
  expect(told(decision)).toBe("pending waiting_for_payment a pending");
});

test("a purchase that names no link credits nobody, and says so", () => {
  const decision = decideOn({ memberships: [joins("m1", day(0))], payments: [pays("p1", "m1", day(0))] }, {});
  expect(told(decision)).toBe("no_evidence no_evidence");
  expect(decision.withoutEvidence).toEqual([{ purchaseKey: "m1", startedAt: day(0).toISOString() }]);
});

test("nobody is credited for their own purchase", () => {
  const own = link("own", { userId: buyer });
  expect(told(decideOn({ memberships: [joins("m1", day(0))] }, { m1: { link: own } }))).toBe(
    "refused self_referral",
  );
});

test("a forged reference proves nothing", () => {
  expect(told(decideOn({ memberships: [joins("m1", day(0))] }, { m1: "forged" }))).toBe(
    "refused bad_signature",
  );
});

test("an existing customer is not a referral unless the rules say so", () => {
  const facts = {
    memberships: [joins("m0", day(-90)), joins("m1", day(0))],
    payments: [pays("p1", "m1", day(0))],
  };
  expect(told(decideOn(facts, { m1: { link: a } }))).toBe("refused existing_customer");
  expect(told(decideOn(facts, { m1: { link: a } }, { rules: { creditExistingCustomers: true } }))).toBe(
    "credited converted a converted",
  );
});

test("what an existing customer pays on an old membership is not the referrer's doing", () => {
  const decision = decideOn(
    {
      memberships: [joins("m0", day(-90)), joins("m1", day(0), { status: "trialing" })],
      payments: [pays("p0", "m0", day(-90)), pays("renewal", "m0", day(1))],
    },
    { m1: { link: a } },
    { rules: { creditExistingCustomers: true } },
  );
  expect(told(decision)).toBe("pending waiting_for_payment a pending");
});

test("a checkout that was opened and left makes nobody a customer", () => {
  const facts = {
    memberships: [joins("m0", day(-1), { status: "drafted" }), joins("m1", day(0))],
    payments: [pays("declined", "m0", day(-1), { status: "open" }), pays("p1", "m1", day(0))],
  };
  expect(told(decideOn(facts, { m1: { link: a } }))).toBe("credited converted a converted");
});

test("the window is inclusive to the second", () => {
  const facts = { memberships: [joins("m1", day(0))], payments: [pays("p1", "m1", day(0))] };
  const after = (ms: number) =>
    told(decideOn(facts, { m1: { link: a, click: click(new Date(day(-30).getTime() - ms)) } }));
  const [inside, outside] = ["credited converted a converted", "refused outside_window"];
  expect([-1, 0, 1].map(after)).toEqual([inside, inside, inside]);
  expect([secondMs - 1, secondMs, secondMs + 1].map(after)).toEqual([inside, outside, outside]);
});

test("the window ends with the membership, not with a payment that comes later", () => {
  const decision = decideOn(
    { memberships: [joins("m1", day(0))], payments: [pays("p1", "m1", day(40))] },
    { m1: { link: a, click: click(day(-29)) } },
  );
  expect(told(decision)).toBe("credited converted a converted");
});

test("a link without any click on record counts, because the checkout itself proves the way", () => {
  expect(told(decideOn({ memberships: [joins("m1", day(0))] }, { m1: { link: a, click: null } }))).toBe(
    "pending waiting_for_payment a pending",
  );
});

test("a link that was paused, had expired or was used up before the visit credits nobody", () => {
  const facts = { memberships: [joins("m1", day(0))] };
  const clicked = click(day(-1));
  const because = (over: Parameters<typeof link>[1], usesBefore = 0) =>
    decideOn(facts, { m1: { link: link("a", over), click: clicked, usesBefore } }).reason;
  const open = { isActive: true, expiresAt: null, maxUses: null };
  const changed = (at: number, before: Partial<typeof open> = {}) => [{ ...open, ...before, until: day(at) }];
  expect(because({ isActive: false, earlier: changed(-2) })).toBe("link_paused");
  expect(because({ expiresAt: day(-2) })).toBe("link_expired");
  expect(because({ maxUses: 3 }, 3)).toBe("link_used_up");
  // Later changes do not reach back.
  expect(because({ isActive: false, earlier: changed(1) })).toBe("waiting_for_payment");
  expect(because({ maxUses: 3, earlier: changed(1) }, 5)).toBe("waiting_for_payment");
  expect(because({ expiresAt: hour(-1) })).toBe("waiting_for_payment");
  expect(because({ maxUses: 3 }, 2)).toBe("waiting_for_payment");
});

const twoLinks = {
  memberships: [joins("m1", day(0), { status: "trialing" }), joins("m2", day(5))],
  payments: [pays("p2", "m2", day(5))],
};
const ways = { m1: { link: a }, m2: { link: b } };

test("first touch credits the first valid link, last touch the last before the first payment", () => {
  expect(decideOn(twoLinks, ways, { rules: { touch: "first" } }).credit?.codeId).toBe("a");
  expect(decideOn(twoLinks, ways, { rules: { touch: "last" } }).credit?.codeId).toBe("b");
});

test("a link used after the first payment changes nothing", () => {
  const facts = {
    memberships: [joins("m1", day(0)), joins("m2", day(5))],
    payments: [pays("p1", "m1", day(0)), pays("p2", "m2", day(5))],
  };
  const decision = decideOn(facts, ways);
  expect(decision.credit?.codeId).toBe("a");
  expect(decision.weighed.map((one) => `${one.code} ${one.verdict} ${one.reason}`)).toEqual([
    "code-a won last_touch",
    "code-b lost after_first_payment",
  ]);
});

test("a refused link does not stand in the way of a valid one", () => {
  const own = link("own", { userId: buyer });
  const decision = decideOn(twoLinks, { m1: { link: a }, m2: { link: own } });
  expect(decision.credit?.codeId).toBe("a");
  expect(told(decision)).toBe("credited converted a converted");
});

test("whoever bought through a refused link is a customer from then on", () => {
  const own = link("own", { userId: buyer });
  expect(told(decideOn(twoLinks, { m1: { link: own }, m2: { link: b } }))).toBe("refused self_referral");
});
