import { z } from "zod";
import type { Prize } from "../campaigns/index.ts";
import type { Placed } from "./places.ts";
import { drawWinners, ticketsOf } from "./raffle.ts";

/** How a winner was found. */
export const Found = z.discriminatedUnion("by", [
  z.strictObject({ by: z.literal("rank"), place: z.int(), rank: z.int(), points: z.int() }),
  z.strictObject({ by: z.literal("threshold"), points: z.int(), threshold: z.int() }),
  z.strictObject({ by: z.literal("raffle"), draw: z.int(), ticket: z.int(), tickets: z.int() }),
]);
export type Found = z.output<typeof Found>;

export type Winner = {
  /** The place of the prize in the campaign's list, from 0. */
  prize: number;
  kind: Prize["kind"];
  userId: string;
  rewardId: string;
  found: Found;
};

/** Who wins what by a standing: a function of it, the prizes and the seed. */
export function winnersIn(standing: readonly Placed[], prizes: readonly Prize[], seed: string): Winner[] {
  return prizes.flatMap((prize, index) => winnersOfOne(standing, prize, index, seed));
}

function winnersOfOne(standing: readonly Placed[], prize: Prize, index: number, seed: string): Winner[] {
  const won = (userId: string, found: Found): Winner => ({
    prize: index,
    kind: prize.kind,
    userId,
    rewardId: prize.rewardId,
    found,
  });
  switch (prize.kind) {
    case "rank":
      return standing
        .filter(({ place }) => prize.from <= place && place <= prize.to)
        .map(({ userId, place, rank, points }) => won(userId, { by: "rank", place, rank, points }));
    case "threshold":
      return standing
        .filter(({ points }) => points >= prize.points)
        .map(({ userId, points }) => won(userId, { by: "threshold", points, threshold: prize.points }));
    case "raffle":
      return drawWinners(seed, index, prize.winners, ticketsOf(prize, standing)).map(
        ({ userId, place: _, ...found }) => won(userId, { by: "raffle", ...found }),
      );
  }
}
