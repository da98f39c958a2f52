import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { campaignStandings } from "#db/schema/index.ts";
import { getCampaign } from "../campaigns/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { readShown, seenBy } from "../members/index.ts";
import { placesOf } from "./places.ts";
import { drawWinners, ticketsOf } from "./raffle.ts";

export const GetCampaignDrawInput = z.strictObject({ id: z.uuid() });
export type GetCampaignDrawInput = z.infer<typeof GetCampaignDrawInput>;

export type CampaignDraw = {
  /** SHA-256 of the seed, shown from the beginning. */
  seedHash: string;
  /** Null until the standing is frozen. */
  seed: string | null;
  raffles: {
    /** The place of the prize in the campaign's list, from 0: the number in `seed:prize:draw`. */
    prize: number;
    winners: number;
    /** Numbered from 1 over all holders, in the order of the standing; `place` is the holder's in it. */
    tickets: { place: number; name: string | null; first: number; last: number }[];
    draws: { place: number; name: string | null; draw: number; ticket: number; tickets: number }[];
  }[];
};

/**
 * All it takes to draw the winners of a campaign's raffles again: draw number n of prize p is the SHA-256 of
 * `seed:p:n`, read as one hexadecimal number; its remainder by the number of tickets that are left, plus one, is the
 * place of the drawn ticket among them; then the winner's tickets are taken out.
 */
export async function getCampaignDraw(ctx: Ctx, input: GetCampaignDrawInput): Promise<CampaignDraw> {
  const { id } = parseInput(GetCampaignDrawInput, input);
  return transact(ctx, async (tx, ctx) => {
    const { raffleSeedHash, raffleSeed, terms } = await getCampaign(ctx, { id });
    const raffles = terms.prizes.flatMap((prize, index) =>
      prize.kind === "raffle" ? [{ prize, index }] : [],
    );
    if (raffleSeed === null || raffles.length === 0)
      return { seedHash: raffleSeedHash, seed: raffleSeed, raffles: [] };
    const standing = placesOf(
      await tx
        .select()
        .from(campaignStandings)
        .where(and(eq(campaignStandings.companyId, ctx.companyId), eq(campaignStandings.campaignId, id))),
    );
    const members = await readShown(
      ctx,
      standing.map(({ userId }) => userId),
    );
    const nameOf = (userId: string) => {
      const member = members.get(userId);
      return member === undefined ? null : seenBy(ctx.actor, member).name;
    };
    return {
      seedHash: raffleSeedHash,
      seed: raffleSeed,
      raffles: raffles.map(({ prize, index }) => {
        const tickets = ticketsOf(prize, standing);
        return {
          prize: index,
          winners: prize.winners,
          tickets: tickets.map(({ userId, ...range }) => ({ ...range, name: nameOf(userId) })),
          draws: drawWinners(raffleSeed, index, prize.winners, tickets).map(({ userId, ...draw }) => ({
            ...draw,
            name: nameOf(userId),
          })),
        };
      }),
    };
  });
}
