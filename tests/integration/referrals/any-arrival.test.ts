import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  type Bought,
  endOfCommunity,
  finish,
  openCommunity,
  type Setting,
  type Told,
  tell,
} from "#tests/support/arrivals.ts";
import { unique } from "#tests/support/factories.ts";
import { openReferralStage, type ReferralStage } from "#tests/support/referral-stage.ts";

let stage: ReferralStage;
beforeAll(async () => {
  stage = await openReferralStage();
});
afterAll(() => stage.close());

const day = 24 * 60;

/** Also at one and the same instant, and to both sides of a day. */
const minute = fc.constantFrom(0, 1, 2, 30, 31, 600, day - 1, day, day + 1, day + 30, 2 * day + 1, 3 * day);
const end = fc.constantFrom<Bought["end"][]>("stands", "stands", "stands", "refunded", "unpaid");

/** All that Whop tells of the purchases, in some order and some of it again, with settling in between or not. */
function tellings({ purchases }: Setting): fc.Arbitrary<Told[]> {
  const all = purchases.flatMap((_, purchase) =>
    (["membership", "payment", "refund"] as const).map((what) => ({ purchase, what })),
  );
  return fc
    .tuple(
      fc.shuffledSubarray(all, { minLength: all.length }),
      fc.array(fc.constantFrom(...all), { maxLength: 4 }),
    )
    .chain(([order, again]) => {
      const told = [...order, ...again];
      return fc
        .array(fc.boolean(), { minLength: told.length, maxLength: told.length })
        .map((settled) => told.map((one, nth) => ({ ...one, settled: settled[nth] === true })));
    });
}

/** In the order in which it happened, each settled at once. */
function asItHappened({ purchases }: Setting): Told[] {
  return purchases
    .map((bought, purchase) => ({ ...bought, purchase }))
    .sort((a, b) => a.minute - b.minute)
    .flatMap(({ purchase }) =>
      (["membership", "payment", "refund"] as const).map((what) => ({ purchase, what, settled: true })),
    );
}

async function endAfter(setting: Setting, told: readonly Told[], ids: readonly string[]): Promise<string[]> {
  const community = await openCommunity(stage, setting, ids);
  for (const one of told) await tell(community, one);
  await finish(community);
  return endOfCommunity(community);
}

async function compare(settings: fc.Arbitrary<Setting>, numRuns: number): Promise<void> {
  const histories = settings.chain((setting) =>
    fc.record({ setting: fc.constant(setting), told: tellings(setting) }),
  );
  await fc.assert(
    fc.asyncProperty(histories, async ({ setting, told }) => {
      const ids = Array.from({ length: 20 }, () => unique("user_"));
      const expected = await endAfter(setting, asItHappened(setting), ids);
      expect(await endAfter(setting, told, ids)).toEqual(expected);
    }),
    { numRuns, endOnFailure: true },
  );
}

it("through links with a limit, also several times and by turns, it is the same purchases that find room", async () => {
  const purchases = fc.array(
    fc.record({
      by: fc.nat(3),
      through: fc.constantFrom(0, 1, 1, 2, 2, 2, null),
      minute,
      // Networks and payment methods of their own.
      network: fc.integer({ min: 100, max: 1_000_000 }),
      instrument: fc.integer({ min: 100, max: 1_000_000 }),
      end: fc.constantFrom<Bought["end"][]>("unpaid", "unpaid", "stands", "refunded"),
    }),
    { minLength: 4, maxLength: 9 },
  );
  const limits = fc.constantFrom([null, 1, 2], [null, 1, 1], [1, 1, 1]);
  await compare(fc.record({ touch: fc.constantFrom("first", "last"), limits, purchases }), 10);
});

it("people on one network, or with one payment method, are judged the same whoever was told first", async () => {
  const purchases = fc.uniqueArray(
    fc.record({
      by: fc.nat(7),
      through: fc.constantFrom(0, 0, 1, 2),
      minute,
      network: fc.constantFrom(1, 1, 1, 2),
      instrument: fc.oneof(fc.nat(3), fc.integer({ min: 100, max: 1_000_000 })),
      end,
    }),
    { selector: ({ by }) => by, minLength: 3, maxLength: 8 },
  );
  const limits = fc.constant([null, null, null]);
  await compare(fc.record({ touch: fc.constant("last"), limits, purchases }), 10);
});

it("whoever is brought at an unusual pace, with an address that is thrown away, waits whoever was told first", async () => {
  const purchases = fc
    .uniqueArray(fc.integer({ min: 0, max: day + 200 }), { minLength: 12, maxLength: 13 })
    .map((minutes) =>
      minutes.map((at, by): Bought => {
        const own = 1_000 + by;
        const email = by % 2 === 0 ? `x${by}@mailinator.com` : `x${by}@inbox.test`;
        return {
          by,
          through: 0,
          minute: at,
          network: own,
          instrument: own,
          email,
          end: by % 4 === 3 ? "unpaid" : "stands",
        };
      }),
    );
  await compare(fc.record({ touch: fc.constant("last"), limits: fc.constant([null]), purchases }), 4);
});
