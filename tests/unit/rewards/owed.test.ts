import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rewardTriggers } from "#db/enums.ts";
import { type Counted, type Facts, owed, type Rule } from "#lib/rewards/owed.ts";

const start = Date.UTC(2026, 0, 1);
const at = (day: number) => new Date(start + day * 86_400_000);

const rule = (more: Partial<Rule> = {}): Rule => ({
  trigger: "milestone",
  rewardType: "points",
  threshold: 1,
  requiresActivation: false,
  campaignId: null,
  since: at(0),
  ...more,
});

const referral = (id: string, day: number, more: Partial<Counted> = {}): Counted => ({
  id,
  convertedAt: at(day),
  activatedAt: null,
  campaignIds: [],
  ...more,
});

const facts = (brought: readonly Counted[], more: Partial<Facts> = {}): Facts => ({
  brought,
  joining: null,
  streak: { runs: [], running: 0, at: at(50) },
  ...more,
});

const subjects = (of: Rule, given: Facts, side: "referrer" | "referee" = "referrer") =>
  owed(of, side, given).map(({ subject }) => subject);

const three = facts([referral("a", 1), referral("b", 2), referral("c", 3)]);

describe("what a trigger owes", () => {
  it("a milestone once, by the referral that reached it", () => {
    expect(owed(rule({ threshold: 2 }), "referrer", three)).toEqual([
      { subject: "milestone", side: "referrer", referralId: null, earnedAt: at(2), count: 3 },
    ]);
    expect(subjects(rule({ threshold: 4 }), three)).toEqual([]);
  });

  it("every second one again and again, and the first once", () => {
    const five = facts([..."abcde"].map((id, index) => referral(id, index + 1)));
    const seconds = owed(rule({ trigger: "every_nth", threshold: 2 }), "referrer", five);
    expect(seconds.map(({ subject, earnedAt }) => [subject, earnedAt])).toEqual([
      ["nth:1", at(2)],
      ["nth:2", at(4)],
    ]);
    expect(owed(rule({ trigger: "first" }), "referrer", five)).toMatchObject([
      { subject: "first", referralId: "a" },
    ]);
  });

  it("each one that converts, and each that is activated from the moment it is", () => {
    expect(subjects(rule({ trigger: "per_conversion" }), three)).toEqual([
      "referral:a",
      "referral:b",
      "referral:c",
    ]);
    const some = facts([referral("a", 1, { activatedAt: at(9) }), referral("b", 2)]);
    expect(owed(rule({ trigger: "per_activation" }), "referrer", some)).toMatchObject([
      { subject: "referral:a", earnedAt: at(9) },
    ]);
    expect(subjects(rule({ threshold: 2, requiresActivation: true }), some)).toEqual([]);
  });

  it("what is repeated counts from when it was offered, to the millisecond; a milestone counts all", () => {
    const since = at(2);
    expect(subjects(rule({ trigger: "per_conversion", since }), three)).toEqual(["referral:b", "referral:c"]);
    const later = new Date(since.getTime() + 1);
    expect(subjects(rule({ trigger: "per_conversion", since: later }), three)).toEqual(["referral:c"]);
    expect(subjects(rule({ threshold: 3, since: at(9) }), three)).toEqual(["milestone"]);
  });

  it("a campaign's only what counts in it", () => {
    const mixed = facts([referral("a", 1, { campaignIds: ["x"] }), referral("b", 2, { campaignIds: ["y"] })]);
    expect(subjects(rule({ trigger: "per_conversion", campaignId: "x" }), mixed)).toEqual(["referral:a"]);
  });

  it("each streak that is long enough once, by its first day, and none that was over before it was offered", () => {
    const streak = rule({ trigger: "streak", threshold: 7, since: at(30) });
    const run = (name: string, until: number, days: number) => ({
      name,
      until: at(until).toISOString().slice(0, 10),
      days,
    });
    const runs = [run("a", 27, 9), run("b", 29, 7), run("c", 40, 6), run("d", 50, 8)];
    const given = facts([], { streak: { runs, running: 8, at: at(50) } });
    expect(owed(streak, "referrer", given).map(({ subject, count }) => [subject, count])).toEqual([
      ["streak:b", 7],
      ["streak:d", 8],
    ]);
  });

  it("whoever joins once, whoever brought them, and no discount that was in their checkout", () => {
    const joined = facts([], { joining: referral("a", 3) });
    for (const trigger of ["first", "per_conversion"] as const) {
      expect(subjects(rule({ trigger }), joined, "referee")).toEqual(["joining"]);
      expect(subjects(rule({ trigger, rewardType: "discount" }), joined, "referee")).toEqual([]);
    }
    expect(subjects(rule({ trigger: "per_activation" }), joined, "referee")).toEqual([]);
    const before = facts([], { joining: referral("a", 3) });
    expect(subjects(rule({ trigger: "first", since: at(4) }), before, "referee")).toEqual([]);
    const moved = facts([], { joining: referral("another", 3) });
    expect(subjects(rule({ trigger: "first" }), moved, "referee")).toEqual(["joining"]);
  });

  it("prizes, gifts and purchases by no facts at all", () => {
    for (const trigger of ["campaign_prize", "manual", "purchase"] as const)
      expect(subjects(rule({ trigger }), three)).toEqual([]);
  });
});

const anyReferrals = fc.uniqueArray(
  fc.record({
    id: fc.uuid(),
    day: fc.integer({ min: 0, max: 40 }),
    activated: fc.option(fc.integer({ min: 0, max: 40 })),
    campaign: fc.boolean(),
  }),
  { maxLength: 14, selector: ({ id }) => id },
);
const anyRule = fc.record({
  trigger: fc.constantFrom(...rewardTriggers),
  threshold: fc.integer({ min: 1, max: 5 }),
  requiresActivation: fc.boolean(),
  campaignId: fc.constantFrom(null, "x"),
  since: fc.integer({ min: 0, max: 20 }).map(at),
});
const anyFacts = anyReferrals.map((list) =>
  list.map(({ id, day, activated, campaign }) =>
    referral(id, day, {
      activatedAt: activated === null ? null : at(Math.max(day, activated)),
      campaignIds: campaign ? ["x"] : [],
    }),
  ),
);

function always(claim: (of: Rule, brought: Counted[]) => void): void {
  fc.assert(
    fc.property(anyRule, anyFacts, (of, brought) => claim(rule(of), brought)),
    { numRuns: 2_000 },
  );
}

describe("whatever the facts", () => {
  it("in any order they owe the same, and nothing by the same subject twice", () => {
    always((of, brought) => {
      const once = owed(of, "referrer", facts(brought));
      expect(owed(of, "referrer", facts(brought.toReversed()))).toEqual(once);
      expect(new Set(once.map(({ subject }) => subject)).size).toBe(once.length);
    });
  });

  it("one more never takes away what was owed, and one less never adds to it", () => {
    always((of, brought) => {
      const all = new Set(subjects(of, facts(brought)));
      for (const subject of subjects(of, facts(brought.slice(1)))) expect(all).toContain(subject);
    });
  });

  it("as many are owed as the rule says, counted the slow way", () => {
    always((of, brought) => {
      const needsActivation = of.requiresActivation || of.trigger === "per_activation";
      const isRepeated = of.trigger !== "milestone" && of.trigger !== "first";
      let counted = 0;
      for (const { convertedAt, activatedAt, campaignIds } of brought) {
        const when = needsActivation ? activatedAt : convertedAt;
        if (when === null || (of.campaignId !== null && !campaignIds.includes(of.campaignId))) continue;
        if (!isRepeated || when >= of.since) counted += 1;
      }
      const expected: Record<Rule["trigger"], number> = {
        milestone: counted >= of.threshold ? 1 : 0,
        every_nth: Math.floor(counted / of.threshold),
        first: counted > 0 ? 1 : 0,
        per_conversion: counted,
        per_activation: counted,
        streak: 0,
        campaign_prize: 0,
        manual: 0,
        purchase: 0,
      };
      expect(owed(of, "referrer", facts(brought))).toHaveLength(expected[of.trigger]);
    });
  });
});
