import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allot } from "#lib/standings/allot.ts";
import type { Candidate } from "#lib/standings/scoring.ts";
import { campaignWith, candidate, hoursIn, termsWith, versionTerms } from "#tests/support/campaign-terms.ts";

const under = (
  terms: Parameters<typeof termsWith>[0],
  candidates: readonly Candidate[],
  costs: string[] = [],
) =>
  allot(
    campaignWith(versionTerms(termsWith(terms), costs.length > 0 ? { prizeCosts: costs } : {})),
    candidates,
  );
const statuses = ({ lines }: ReturnType<typeof allot>) =>
  lines.map(({ subjectId, event, status, reason }) => `${subjectId} ${event} ${reason ?? status}`);

describe("limits", () => {
  test("one member's are used up in the order in which things happened, whatever order they come in", () => {
    const three = [3, 1, 2].map((hour) => candidate(`r${hour}`, hoursIn(hour)));
    expect(statuses(under({ limits: { perMember: 2 } }, three))).toEqual([
      "r1 paid counted",
      "r2 paid counted",
      "r3 paid per_member",
    ]);
  });

  test("a day is one of the campaign's time zone", () => {
    // 23:00 and 01:00 in UTC are one day in Tokyo.
    const two = [candidate("r1", hoursIn(23)), candidate("r2", hoursIn(25))];
    const terms = versionTerms(termsWith({ limits: { perDay: 1 } }));
    expect(statuses(allot(campaignWith(terms), two))).toEqual(["r1 paid counted", "r2 paid counted"]);
    expect(statuses(allot(campaignWith(terms, { timeZone: "Asia/Tokyo" }), two))).toEqual([
      "r1 paid counted",
      "r2 paid per_day",
    ]);
  });

  test("what is worth nothing uses up none, and what waits does", () => {
    const lost = candidate("r1", hoursIn(1), { state: "void", because: "refunded" });
    const waits = candidate("r2", hoursIn(2), { state: "provisional", because: "hold" });
    expect(statuses(under({ limits: { perMember: 1 } }, [lost, waits, candidate("r3", hoursIn(3))]))).toEqual(
      ["r1 paid refunded", "r2 paid hold", "r3 paid per_member"],
    );
  });

  test("what a referral over the limit leads to is over it, too", () => {
    const both = [1, 2].flatMap((hour) => [
      candidate(`r${hour}`, hoursIn(hour)),
      candidate(`r${hour}`, hoursIn(hour + 10), { event: "activated" }),
    ]);
    const rules = { counts: ["paid", "activated"], points: { paid: 10, activated: 5 } };
    expect(statuses(under({ rules, limits: { perMember: 1 } }, both))).toEqual([
      "r1 paid counted",
      "r2 paid per_member",
      "r1 activated counted",
      "r2 activated per_member",
    ]);
  });

  test("where the limit for everybody is reached, nothing later counts for anybody", () => {
    const result = under({ limits: { total: 2 } }, [
      candidate("r1", hoursIn(1)),
      candidate("r2", hoursIn(2), { userId: "lea" }),
      candidate("r3", hoursIn(3)),
      candidate("r4", hoursIn(4), { userId: "lea" }),
    ]);
    expect(result.exhausted).toEqual({ at: hoursIn(3), by: "total" });
    expect(statuses(result).slice(2)).toEqual(["r3 paid total", "r4 paid total"]);
  });
});

describe("steps", () => {
  const bonuses = [
    { at: 2, points: 7 },
    { at: 3, points: 9 },
  ];

  test("are reached by the nth referral that counts, and count as soon as so many do", () => {
    const [first, second] = [candidate("r1", hoursIn(1)), candidate("r2", hoursIn(2))];
    expect(statuses(under({ rules: { bonuses } }, [first, second]))).toContain("campaign bonus counted");
    const waiting = {
      ...second,
      state: "provisional" as const,
      because: "hold" as const,
      countsAt: hoursIn(50),
    };
    const [bonus] = under({ rules: { bonuses } }, [first, waiting]).lines.filter(
      ({ event }) => event === "bonus",
    );
    expect(bonus).toMatchObject({
      step: 2,
      points: 7,
      status: "provisional",
      reason: "hold",
      countsAt: hoursIn(50),
    });
  });

  test("each is reached once by a member, and not by what does not count", () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 12 }), (counting) => {
        const all = counting.map((counts, hour) =>
          counts
            ? candidate(`r${hour}`, hoursIn(hour))
            : candidate(`r${hour}`, hoursIn(hour), { state: "void", because: "refunded" }),
        );
        const steps = under({ rules: { bonuses } }, all).lines.filter(({ event }) => event === "bonus");
        const reached = counting.filter(Boolean).length;
        expect(steps.map(({ step }) => step)).toEqual([2, 3].filter((at) => at <= reached));
      }),
      { numRuns: 200 },
    );
  });
});

describe("the budget", () => {
  const prize = (points: number) => ({
    kind: "threshold",
    points,
    rewardId: "019a0000-0000-7000-8000-000000000000",
  });
  const story = fc.record({
    budget: fc.integer({ min: 0, max: 60 }),
    per1000: fc.integer({ min: 0, max: 2_000 }),
    price: fc.integer({ min: 0, max: 9 }),
    events: fc.array(
      fc.record({
        userId: fc.constantFrom("kai", "lea", "mo"),
        hour: fc.integer({ min: 0, max: 160 }),
        points: fc.integer({ min: 0, max: 30 }),
        isVoid: fc.boolean(),
      }),
      { maxLength: 25 },
    ),
  });

  const played = ({
    budget,
    per1000,
    price,
    events,
  }: typeof story extends fc.Arbitrary<infer S> ? S : never) => {
    const candidates = events.map(({ userId, hour, points, isVoid }, index) =>
      candidate(`r${index}`, hoursIn(hour), {
        userId,
        points,
        ...(isVoid ? { state: "void" as const, because: "refunded" as const } : {}),
      }),
    );
    const terms = {
      rules: { pointsCost: { currency: "USD", amount: `${per1000}.00` } },
      budget: { currency: "USD", amount: `${budget}.00` },
      prizes: [prize(25)] as never,
    };
    return { candidates, run: (some: readonly Candidate[]) => under(terms, some, [`${price * 100}`]) };
  };

  test("is never exceeded, and is used for exactly what the lines cost", () => {
    fc.assert(
      fc.property(story, (one) => {
        const { candidates, run } = played(one);
        const { lines, usedMinor, exhausted } = run(candidates);
        expect(usedMinor).toBeLessThanOrEqual(BigInt(one.budget * 100));
        expect(lines.reduce((sum, { costMinor }) => sum + costMinor, 0n)).toBe(usedMinor);
        // Points for everybody are paid for once, rounded once; then each member who came over the threshold.
        const counted = lines.filter(({ status }) => status === "counted");
        const points = counted.reduce((sum, line) => sum + line.points, 0);
        const over = ["kai", "lea", "mo"].filter(
          (member) =>
            counted.reduce((sum, line) => sum + (line.userId === member ? line.points : 0), 0) >= 25,
        );
        expect(Number(usedMinor)).toBe(
          Math.round((points * one.per1000 * 100) / 1_000) + over.length * one.price * 100,
        );
        const late = lines.filter(({ status }) => status === "over_limit");
        expect(late.length > 0).toBe(exhausted !== null);
        for (const line of late) expect(line.occurredAt >= (exhausted?.at ?? new Date(0))).toBe(true);
        for (const line of counted) expect(exhausted === null || line.occurredAt <= exhausted.at).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test("is shared out in the same way whatever order the facts come in", () => {
    fc.assert(
      fc.property(story, fc.infiniteStream(fc.nat()), (one, random) => {
        const { candidates, run } = played(one);
        const keyed = candidates.map((each) => ({ each, key: random.next().value }));
        const shuffled = keyed.toSorted((a, b) => a.key - b.key).map(({ each }) => each);
        expect(run(shuffled)).toEqual(run(candidates));
      }),
      { numRuns: 200 },
    );
  });

  test("prizes that are sure to be given are set aside from the beginning", () => {
    const rewardId = "019a0000-0000-7000-8000-000000000000";
    const terms = {
      prizes: [{ kind: "rank" as const, from: 1, to: 3, rewardId }],
      budget: { currency: "USD", amount: "30.00" },
      rules: { pointsCost: { currency: "USD", amount: "1000.00" } },
    };
    expect(under(terms, [], ["1000"]).usedMinor).toBe(3_000n);
    expect(statuses(under(terms, [candidate("r1", hoursIn(1))], ["1000"]))).toEqual(["r1 paid budget"]);
  });
});
