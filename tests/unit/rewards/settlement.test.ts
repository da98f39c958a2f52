import fc from "fast-check";
import { expect, it } from "vitest";
import { deliveryStates, redemptionStatuses, reversalPolicies } from "#db/enums.ts";
import { type Situation, settlementFor } from "#lib/rewards/settlement.ts";

const delivery = fc.option(
  fc.record({
    state: fc.constantFrom(...deliveryStates),
    wasApplied: fc.boolean(),
    mayBeApplied: fc.boolean(),
  }),
);

const situation: fc.Arbitrary<Situation> = fc.record({
  status: fc.constantFrom(...redemptionStatuses),
  isEarned: fc.boolean(),
  isRejected: fc.boolean(),
  holdsStock: fc.boolean(),
  canBeTakenBack: fc.boolean(),
  onReversal: fc.constantFrom(...reversalPolicies),
  grant: delivery,
  takeBack: delivery,
  isMarkedKept: fc.boolean(),
});

function always(claim: (now: Situation) => void): void {
  fc.assert(
    fc.property(situation, (now) => claim(now)),
    { numRuns: 5_000 },
  );
}

it("what may be on its way to the member is never cancelled before that is known", () => {
  always((now) => {
    if (now.grant?.mayBeApplied) expect(settlementFor(now)).not.toBe("cancel");
  });
});

it("what the team rejected never comes back by itself", () => {
  always((now) => {
    if (now.status === "cancelled" && now.isRejected) expect(settlementFor(now)).toBe("nothing");
  });
});

it("what is earned is never cancelled and never taken back", () => {
  always((now) => {
    if (now.isEarned) expect(["cancel", "take_back", "mark_kept"]).not.toContain(settlementFor(now));
  });
});

it("what is not earned is never opened", () => {
  always((now) => {
    if (!now.isEarned) expect(["revive", "earn_again", "take_stock"]).not.toContain(settlementFor(now));
  });
});

it("a reward that reached its member is granted again only as a new one, after it was taken back", () => {
  always((now) => {
    const settlement = settlementFor(now);
    if (settlement === "revive") expect(now.grant?.wasApplied ?? false).toBe(false);
    if (settlement === "earn_again") expect(now.grant?.wasApplied).toBe(true);
  });
});

it("a delivered reward that is no longer earned is either being taken back or said to be kept", () => {
  always((now) => {
    const isDelivered = now.status === "granted" || now.status === "claimed";
    if (!isDelivered || now.isEarned || settlementFor(now) !== "nothing") return;
    const isUnderWay = now.takeBack !== null && !["applied", "reversed"].includes(now.takeBack.state);
    expect(now.isMarkedKept || isUnderWay).toBe(true);
  });
});

it("settling a second time finds nothing more to do", () => {
  always((now) => {
    const settlement = settlementFor(now);
    if (settlement === "mark_kept") expect(settlementFor({ ...now, isMarkedKept: true })).toBe("nothing");
    if (settlement === "cancel") expect(settlementFor({ ...now, status: "cancelled" })).toBe("nothing");
    if (settlement === "take_stock")
      expect(settlementFor({ ...now, status: "pending", holdsStock: true })).toBe("nothing");
    if (settlement === "take_back") {
      const takeBack = { state: "queued", mayBeApplied: false } as const;
      expect(settlementFor({ ...now, takeBack })).toBe("nothing");
    }
  });
});
