import { and, asc, eq } from "drizzle-orm";
import { z } from "zod";
import { campaignPrizes } from "#db/schema/index.ts";
import { getCampaignRow } from "../campaigns/index.ts";
import { chunksOf } from "../core/chunks.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { say } from "../core/said.ts";
import { notify } from "../notifications/index.ts";
import { giveReward } from "../rewards/index.ts";

export const GivePrizesInput = z.strictObject({ campaignId: z.uuid() });
export type GivePrizesInput = z.infer<typeof GivePrizesInput>;

const prizesAtOnce = 500;

/**
 * Gives the prizes of a campaign whose standing is frozen, each once however often it is asked: what is out of stock
 * is held until there is more. Apart from the freezing, so that neither waits for the members the other has locked.
 */
export async function givePrizes(ctx: Ctx, input: GivePrizesInput): Promise<void> {
  if (ctx.actor.kind !== "system") throw new AppError("forbidden", say("access.worker"));
  const { campaignId } = parseInput(GivePrizesInput, input);
  const { frozenAt, name } = await getCampaignRow(ctx, campaignId);
  if (frozenAt === null) return;
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(campaignPrizes)
      .where(and(eq(campaignPrizes.companyId, ctx.companyId), eq(campaignPrizes.campaignId, campaignId)))
      .orderBy(asc(campaignPrizes.prize), asc(campaignPrizes.id)),
  );
  const gifts = rows.map(({ id, rewardId, userId }) => ({
    rewardId,
    userId,
    trigger: "campaign_prize" as const,
    subject: `prize:${id}`,
    campaignId,
    note: name,
  }));
  for (const some of chunksOf(gifts, prizesAtOnce)) await give(ctx, some);
}

type Gift = Parameters<typeof giveReward>[1][number] & { campaignId: string; note: string };

/** The winners hear of it with the gift, or not at all. */
async function give(ctx: Ctx, gifts: Gift[]): Promise<void> {
  await transact(ctx, async (_tx, ctx) => {
    await giveReward(ctx, gifts);
    await notify(
      ctx,
      gifts.map(({ userId, subject, note: campaign }) => ({
        recipient: userId,
        kind: "prize_won" as const,
        subject,
        told: say("notification.prizeWon", { campaign }),
        restPath: "/rewards",
      })),
    );
  });
}
