import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dayMs, hourMs, secondMs } from "#lib/core/clock.ts";
import { type Spell, spellsOf, stateName } from "#lib/facts/index.ts";
import { type ActivationFacts, activationOf } from "#lib/referrals/activation.ts";
import { membershipFact } from "#tests/support/facts.ts";

const start = new Date("2026-03-01T10:00:00.000Z");
const at = (ms: number) => new Date(start.getTime() + ms);
const spell = (from: number, until: number | null): Spell => ({
  from: at(from),
  until: until === null ? null : at(until),
});

function facts(given: Partial<ActivationFacts> = {}): ActivationFacts {
  return {
    signedUpAt: start,
    convertedAt: start,
    spells: [spell(0, null)],
    payments: [],
    profileCompletedAt: null,
    eventAt: null,
    ...given,
  };
}

const paid = (hours: number, minor: bigint, currency = "USD") => ({
  at: at(hours * hourMs),
  currency,
  netMinor: minor,
});

describe("days of membership", () => {
  test("are complete at the second and not one before it", () => {
    const due = at(7 * dayMs);
    const on = (now: Date) => activationOf({ activeDays: 7 }, facts(), now);
    expect(on(new Date(due.getTime() - secondMs))).toEqual({ activatedAt: null, dueAt: due });
    expect(on(due)).toEqual({ activatedAt: due, by: "activeDays" });
    expect(on(at(400 * dayMs))).toEqual({ activatedAt: due, by: "activeDays" });
  });

  test.each([
    ["over a leap day", "2028-02-27T23:30:00Z", 3, "2028-03-01T23:30:00.000Z"],
    ["over the change to summer time", "2026-03-28T12:00:00Z", 2, "2026-03-30T12:00:00.000Z"],
    ["over the change to winter time", "2026-10-24T12:00:00Z", 2, "2026-10-26T12:00:00.000Z"],
    ["over the turn of the year", "2026-12-31T23:59:59Z", 1, "2027-01-01T23:59:59.000Z"],
  ])("have 24 hours each %s", (_, from, days, due) => {
    const signedUpAt = new Date(from);
    const given = facts({ signedUpAt, convertedAt: signedUpAt, spells: [{ from: signedUpAt, until: null }] });
    expect(activationOf({ activeDays: days }, given, signedUpAt)).toEqual({
      activatedAt: null,
      dueAt: new Date(due),
    });
  });

  test("stand still while no membership is valid, and are not promised by one that will end before", () => {
    const interrupted = facts({ spells: [spell(0, 2 * dayMs), spell(10 * dayMs, null)] });
    expect(activationOf({ activeDays: 5 }, interrupted, at(11 * dayMs))).toEqual({
      activatedAt: null,
      dueAt: at(13 * dayMs),
    });
    const ending = facts({ spells: [spell(0, 4 * dayMs)] });
    expect(activationOf({ activeDays: 5 }, ending, at(dayMs))).toEqual({ activatedAt: null, dueAt: null });
  });

  test("are as many as an hour-by-hour count finds, whatever memberships there were, in any order", () => {
    const hours = fc.integer({ min: -30, max: 24 * 12 });
    const spells = fc.array(
      fc
        .tuple(hours, fc.option(fc.integer({ min: 1, max: 24 * 6 })))
        .map(([from, length]) => spell(from * hourMs, length === null ? null : (from + length) * hourMs)),
      { maxLength: 5 },
    );
    const input = fc.tuple(spells, fc.integer({ min: 1, max: 8 }), hours, hours);
    fc.assert(
      fc.property(input, ([spells, activeDays, convertedAfter, nowAfter]) => {
        const convertedAt = at(convertedAfter * hourMs);
        const now = at(nowAfter * hourMs);
        let counted = 0;
        let met: Date | null = null;
        for (let hour = 0; hour < 24 * 40 && met === null; hour += 1) {
          const moment = at(hour * hourMs);
          if (spells.some(({ from, until }) => from <= moment && (until === null || moment < until)))
            counted += 1;
          if (counted === activeDays * 24) met = at((hour + 1) * hourMs);
        }
        const by = met !== null && met < convertedAt ? convertedAt : met;
        const told = activationOf({ activeDays }, facts({ spells, convertedAt }), now);
        expect(told).toEqual(
          by !== null && by <= now ? { activatedAt: by, by: "activeDays" } : { activatedAt: null, dueAt: by },
        );
        expect(
          activationOf({ activeDays }, facts({ spells: spells.toReversed(), convertedAt }), now),
        ).toEqual(told);
      }),
      { numRuns: 300 },
    );
  });
});

describe("payments", () => {
  test("add up in one currency, less what went back, and never across currencies", () => {
    const criteria = { paid: { USD: 5000, EUR: 5000 } };
    const mixed = [paid(1, 3000n), paid(2, 4000n, "EUR"), paid(3, 1999n)];
    const of = (payments: ActivationFacts["payments"]) =>
      activationOf(criteria, facts({ payments }), at(dayMs));
    expect(of(mixed)).toEqual({ activatedAt: null, dueAt: null });
    expect(of([...mixed, paid(4, 1n)])).toEqual({ activatedAt: at(4 * hourMs), by: "paid" });
    expect(of([paid(5, 5000n, "GBP")])).toEqual({ activatedAt: null, dueAt: null });
  });

  test("count when something of them is left", () => {
    const of = (payments: ActivationFacts["payments"]) =>
      activationOf({ payments: 2 }, facts({ payments }), at(dayMs));
    expect(of([paid(3, 100n), paid(1, 100n)])).toEqual({ activatedAt: at(3 * hourMs), by: "payments" });
    expect(of([paid(1, 100n), paid(2, 0n)])).toEqual({ activatedAt: null, dueAt: null });
  });
});

test("the criterion that was met first is the one, and nobody is activated before they are converted", () => {
  const criteria = { activeDays: 2, payments: 1, profileComplete: true, eventAttended: true } as const;
  const given = facts({
    convertedAt: at(12 * hourMs),
    payments: [paid(12, 100n)],
    profileCompletedAt: at(hourMs),
    eventAt: at(30 * hourMs),
  });
  expect(activationOf(criteria, given, at(20 * dayMs))).toEqual({
    activatedAt: at(12 * hourMs),
    by: "payments",
  });
  const trial = facts({ convertedAt: null });
  expect(activationOf(criteria, trial, at(20 * dayMs))).toEqual({ activatedAt: null, dueAt: null });
  expect(activationOf(null, given, at(20 * dayMs))).toEqual({ activatedAt: null, dueAt: null });
});

describe("a membership's times", () => {
  const seen = (states: [hours: number, status: string, rank: number][], more = {}) => {
    const sightings = states.map(([hours, status, stateRank]) => ({
      status,
      stateRank,
      stateAt: at(hours * hourMs),
    }));
    const last = sightings.at(-1);
    const known = Object.fromEntries(sightings.map((one) => [stateName(one), true]));
    const fact = membershipFact({ whopCreatedAt: start, ...last, ...more });
    return spellsOf({ ...fact, states: known });
  };

  test("follow its states: paused and ended times are left out, a return is a new one", () => {
    const spells = seen([
      [0, "trialing", 10],
      [48, "active", 20],
      [72, "past_due", 30],
      [96, "active", 20],
      [120, "canceled", 50],
    ]);
    expect(spells).toEqual([spell(0, 72 * hourMs), spell(96 * hourMs, 120 * hourMs)]);
  });

  test("begin when it is entered, and end with its period where it was cancelled", () => {
    expect(
      seen([
        [0, "drafted", 0],
        [5, "active", 20],
      ]),
    ).toEqual([spell(5 * hourMs, null)]);
    expect(
      seen([[0, "active", 21]], { cancelAtPeriodEnd: true, renewalPeriodEnd: at(720 * hourMs) }),
    ).toEqual([spell(0, 720 * hourMs)]);
    expect(seen([[24, "expired", 60]])).toEqual([spell(0, 24 * hourMs)]);
  });
});
