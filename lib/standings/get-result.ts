import { and, asc, eq } from "drizzle-orm";
import { z } from "zod";
import type { PrizeKind, RedemptionStatus } from "#db/enums.ts";
import { campaignPrizes, rewardRedemptions, rewards } from "#db/schema/index.ts";
import { type Campaign, getCampaign } from "../campaigns/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { readTold, type Told } from "../core/said.ts";
import { readShown, type Seen, seenBy } from "../members/index.ts";
import { Found } from "./winners.ts";

export const GetCampaignResultInput = z.strictObject({ id: z.uuid() });
export type GetCampaignResultInput = z.infer<typeof GetCampaignResultInput>;

export type PrizeWon = {
  id: string;
  /** The place of the prize in the campaign's list, from 0. */
  prize: number;
  kind: PrizeKind;
  winner: Seen;
  isMe: boolean;
  rewardName: string;
  found: Found;
  wonAt: Date;
  /** Null while it is on its way to be given. To members it says what became of their own. */
  redemption: { id: string; status: RedemptionStatus; reason: Told | null } | null;
};

export type CampaignResult = { campaign: Campaign; prizes: PrizeWon[] };

/** Who won what, once the standing is frozen; no prizes before. */
export async function getCampaignResult(ctx: Ctx, input: GetCampaignResultInput): Promise<CampaignResult> {
  const { id } = parseInput(GetCampaignResultInput, input);
  const { companyId, actor } = ctx;
  return transact(ctx, async (tx, ctx) => {
    const campaign = await getCampaign(ctx, { id });
    const rows = await tx
      .select()
      .from(campaignPrizes)
      .where(and(eq(campaignPrizes.companyId, companyId), eq(campaignPrizes.campaignId, id)))
      .orderBy(asc(campaignPrizes.prize), asc(campaignPrizes.id));
    const members = await readShown(
      ctx,
      rows.map(({ userId }) => userId),
    );
    const known = await tx
      .select({ id: rewards.id, name: rewards.name })
      .from(rewards)
      .where(eq(rewards.companyId, companyId));
    const names = new Map(known.map((reward) => [reward.id, reward.name]));
    const given = await tx
      .select({
        id: rewardRedemptions.id,
        subject: rewardRedemptions.subject,
        userId: rewardRedemptions.userId,
        status: rewardRedemptions.status,
        reason: rewardRedemptions.errorMessage,
      })
      .from(rewardRedemptions)
      .where(and(eq(rewardRedemptions.companyId, companyId), eq(rewardRedemptions.campaignId, id)));
    const redemptions = new Map(given.map((row) => [`${row.subject} ${row.userId}`, row]));
    const prizes = rows.flatMap((row): PrizeWon[] => {
      const member = members.get(row.userId);
      if (member === undefined) return [];
      const isMe = actor.kind !== "system" && actor.userId === row.userId;
      const redemption = redemptions.get(`prize:${row.id} ${row.userId}`);
      const isMine = actor.kind !== "member" || isMe;
      return [
        {
          id: row.id,
          prize: row.prize,
          kind: row.kind,
          winner: seenBy(actor, member),
          isMe,
          rewardName: names.get(row.rewardId) ?? "",
          found: Found.parse(row.found),
          wonAt: row.wonAt,
          redemption:
            redemption && isMine
              ? {
                  id: redemption.id,
                  status: redemption.status,
                  reason: redemption.reason === null ? null : readTold(redemption.reason),
                }
              : null,
        },
      ];
    });
    return { campaign, prizes };
  });
}
