import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Prize } from "#lib/campaigns/index.ts";
import { newRaffle } from "#lib/campaigns/write-campaign.ts";
import { type Placed, placesOf, type Scored } from "#lib/standings/places.ts";
import { drawWinners, type Raffle, ticketsOf } from "#lib/standings/raffle.ts";
import { winnersIn } from "#lib/standings/winners.ts";

const rewardId = "019a0000-0000-7000-8000-000000000000";
const at = (minute: number) => new Date(Date.UTC(2026, 2, 2, 0, minute));
const scored = (userId: string, points: number, minute = 0, referrals = 1): Scored => ({
  userId,
  points,
  referrals,
  scoreReachedAt: at(minute),
});

const scores = fc
  .array(fc.record({ points: fc.nat(20), minute: fc.nat(50), referrals: fc.nat(4) }), { maxLength: 30 })
  .map((all) =>
    all.map(({ points, minute, referrals }, index) => scored(`m${index}`, points, minute, referrals)),
  );

describe("places", () => {
  test("members with the same points share a rank, 1, 1, 3, and whoever reached them first stands before", () => {
    const places = placesOf([scored("b", 10, 5), scored("c", 5), scored("a", 10, 7), scored("d", 0)]);
    expect(places.map(({ userId, rank, place }) => [userId, rank, place])).toEqual([
      ["b", 1, 1],
      ["a", 1, 2],
      ["c", 3, 3],
    ]);
  });

  test("a rank is one more than the members who have more points", () => {
    fc.assert(
      fc.property(scores, (all) => {
        for (const { points, rank } of placesOf(all))
          expect(rank).toBe(all.filter((other) => other.points > points).length + 1);
      }),
    );
  });
});

describe("a prize for places", () => {
  test("has as many winners as places, also where several share the last of them", () => {
    const prizes: Prize[] = [{ kind: "rank", from: 1, to: 2, rewardId }];
    const standing = placesOf([scored("a", 9, 3), scored("b", 5, 2), scored("c", 5, 1)]);
    expect(winnersIn(standing, prizes, "seed").map(({ userId }) => userId)).toEqual(["a", "c"]);
  });

  test("and one for a number of points is everybody's who has them", () => {
    const prizes: Prize[] = [{ kind: "threshold", points: 5, rewardId }];
    const standing = placesOf([scored("a", 9), scored("b", 5), scored("c", 4)]);
    expect(winnersIn(standing, prizes, "seed").map(({ userId }) => userId)).toEqual(["a", "b"]);
  });
});

describe("a raffle", () => {
  const raffle = (more: Partial<Raffle> = {}): Raffle => ({
    kind: "raffle",
    winners: 3,
    ticketPer: "point",
    minPoints: 1,
    rewardId,
    ...more,
  });
  const kinds = fc.constantFrom("point", "referral", "member") as fc.Arbitrary<Raffle["ticketPer"]>;

  /** The draw as the page describes it, ticket by ticket. */
  function drawnByHand(
    seed: string,
    prize: number,
    winners: number,
    standing: readonly Placed[],
    of: Raffle,
  ) {
    let box = standing
      .filter(({ points }) => points >= of.minPoints)
      .flatMap(({ userId, points, referrals }) => {
        const count = { point: points, referral: referrals, member: 1 }[of.ticketPer];
        return Array.from({ length: count }, () => userId);
      })
      .map((userId, index) => ({ userId, ticket: index + 1 }));
    const drawn: { userId: string; ticket: number }[] = [];
    for (let draw = 1; draw <= winners && box.length > 0; draw += 1) {
      const hash = createHash("sha256").update(`${seed}:${prize}:${draw}`).digest("hex");
      const won = box[Number(BigInt(`0x${hash}`) % BigInt(box.length))];
      if (!won) throw new Error("no ticket");
      drawn.push(won);
      box = box.filter(({ userId }) => userId !== won.userId);
    }
    return drawn;
  }

  test("draws what anybody who knows the seed draws by hand, and nobody twice", () => {
    fc.assert(
      fc.property(
        scores,
        fc.string(),
        fc.nat(3),
        fc.nat(5),
        kinds,
        (all, seed, prize, winners, ticketPer) => {
          const of = raffle({ winners, ticketPer });
          const standing = placesOf(all);
          const draws = drawWinners(seed, prize, winners, ticketsOf(of, standing));
          expect(draws.map(({ userId, ticket }) => ({ userId, ticket }))).toEqual(
            drawnByHand(seed, prize, winners, standing, of),
          );
          expect(new Set(draws.map(({ userId }) => userId)).size).toBe(draws.length);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("gives every ticket the same chance", () => {
    const tickets = ticketsOf(raffle(), placesOf([scored("a", 1), scored("b", 3)]));
    const runs = 4_000;
    const won = Array.from(
      { length: runs },
      (_, index) => drawWinners(`seed ${index}`, 0, 1, tickets)[0]?.userId,
    );
    const share = won.filter((userId) => userId === "b").length / runs;
    expect(share).toBeGreaterThan(0.72);
    expect(share).toBeLessThan(0.78);
  });

  test("asks for the least points, and has no tickets for nobody", () => {
    const standing = placesOf([scored("a", 4), scored("b", 5)]);
    expect(ticketsOf(raffle({ minPoints: 5 }), standing).map(({ userId }) => userId)).toEqual(["b"]);
    expect(drawWinners("seed", 0, 3, [])).toEqual([]);
  });

  test("the hash that is shown beforehand is that of the seed that is shown afterwards", () => {
    const { raffleSeed, raffleSeedHash } = newRaffle();
    expect(createHash("sha256").update(raffleSeed).digest("hex")).toBe(raffleSeedHash);
    expect(raffleSeed).toMatch(/^[0-9a-f]{64}$/);
    expect(newRaffle().raffleSeed).not.toBe(raffleSeed);
  });
});
