import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  isDrawnRight,
  type ShownDraw,
} from "#app/experiences/[experienceId]/campaigns/[campaignId]/draw/draw-again.ts";
import { type Placed, placesOf } from "#lib/standings/places.ts";
import { drawWinners, ticketsOf } from "#lib/standings/raffle.ts";

const standings = fc
  .array(fc.record({ points: fc.nat(30), referrals: fc.nat(4) }), { maxLength: 25 })
  .map((all) =>
    placesOf(all.map((one, index) => ({ ...one, userId: `m${index}`, scoreReachedAt: new Date(index) }))),
  );
const seeds = fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 });

/** What the API publishes of a campaign with one draw. */
function published(seed: string, standing: readonly Placed[], winners: number): ShownDraw {
  const rewardId = "019a0000-0000-7000-8000-000000000000";
  const tickets = ticketsOf(
    { kind: "raffle", winners, ticketPer: "point", minPoints: 1, rewardId },
    standing,
  );
  return {
    seed,
    seedHash: createHash("sha256").update(seed).digest("hex"),
    raffles: [{ prize: 2, winners, tickets, draws: drawWinners(seed, 2, winners, tickets) }],
  };
}

describe("a draw that a member draws again", () => {
  test("comes out as it was drawn, by code that shares nothing with it", async () => {
    await fc.assert(
      fc.asyncProperty(seeds, standings, fc.integer({ min: 1, max: 6 }), async (seed, standing, winners) => {
        expect(await isDrawnRight(published(seed, standing, winners))).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  test("is found wrong with another secret, another winner, a missing one or one too many", async () => {
    const places = placesOf(
      [40, 30, 20, 10].map((points, index) => ({
        userId: `m${index}`,
        points,
        referrals: 1,
        scoreReachedAt: new Date(index),
      })),
    );
    const right = published("a secret", places, 2);
    const [raffle] = right.raffles;
    if (!raffle) throw new Error("there is a draw");
    const [first, second] = raffle.draws;
    if (!first || !second) throw new Error("there are two winners");
    const other = places.find(({ place }) => place !== first.place && place !== second.place)?.place ?? 0;
    const withDraws = (draws: typeof raffle.draws) => ({ ...right, raffles: [{ ...raffle, draws }] });
    expect(await isDrawnRight(right)).toBe(true);
    for (const wrong of [
      { ...right, seed: "another secret" },
      { ...right, seed: null },
      withDraws([{ ...first, place: other }, second]),
      withDraws([second, first]),
      withDraws([first]),
      withDraws([first, second, second]),
    ])
      expect(await isDrawnRight(wrong)).toBe(false);
  });
});
