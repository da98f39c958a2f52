import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { inIds } from "#db/in-ids.ts";
import { rewardRedemptions, rewards } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { AppError, notFound } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { say } from "../core/said.ts";
import { earn } from "./earn.ts";
import { lockMemberRewards } from "./redemption.ts";
import { type Reward, rewardFromRow } from "./reward.ts";

export const GiveRewardInput = z
  .array(
    z.strictObject({
      rewardId: z.uuid(),
      userId: z.uuid(),
      trigger: z.enum(["campaign_prize", "manual"]),
      /** What it is given for, such as `prize:<id>`: the same member has it once for each. */
      subject: z.string().regex(/^(given|prize):[A-Za-z0-9:_-]{1,100}$/),
      campaignId: z.uuid().optional(),
      /** The member reads it. */
      note: z.string().trim().min(1).max(1000).optional(),
    }),
  )
  .max(1_000);
export type GiveRewardInput = z.input<typeof GiveRewardInput>;
type Gift = z.output<typeof GiveRewardInput>[number];

export type Given = {
  redemptionId: string;
  outcome: "given" | "held" | "already";
};

/**
 * Gives members rewards that no rule of earning asks about: a campaign's prizes, or what the team gives by hand. The
 * same subject gives nothing twice, however often and by however many it is asked. What is out of stock is held
 * until there is more. Answers in the order of what was asked.
 */
export async function giveReward(ctx: Ctx, input: GiveRewardInput): Promise<Given[]> {
  requireOwner(ctx);
  const gifts = parseInput(GiveRewardInput, input);
  if (ctx.actor.kind !== "system" && gifts.some(({ trigger }) => trigger === "campaign_prize"))
    throw new AppError("forbidden", say("access.worker"));
  if (gifts.length === 0) return [];
  return transact(ctx, async (_tx, ctx) => {
    await lockMemberRewards(ctx, [...new Set(gifts.map(({ userId }) => userId))]);
    const found = await rewardsById(ctx, [...new Set(gifts.map(({ rewardId }) => rewardId))]);
    const had = await heldBy(ctx, gifts);
    const results = new Map<string, Given>();
    // In the order of the rewards' ids, as everybody takes of their stock.
    for (const [, reward] of [...found].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      const anew = new Map<string, Gift>();
      for (const gift of gifts) {
        if (gift.rewardId !== reward.id) continue;
        refuseUngivable(reward, gift);
        const known = had.get(nameOf(gift));
        if (known === undefined) anew.set(nameOf(gift), gift);
        else results.set(nameOf(gift), { redemptionId: known, outcome: "already" });
      }
      const by = ctx.actor.kind === "owner" ? ctx.actor.userId : null;
      const earned = await earn(
        ctx,
        reward,
        [...anew.values()].map((gift) => ({
          userId: gift.userId,
          occurrence: 1,
          owed: {
            subject: gift.subject,
            side: "referrer" as const,
            referralId: null,
            earnedAt: ctx.clock.now(),
            count: 0,
          },
          given: { by, note: gift.note ?? null, campaignId: gift.campaignId ?? null },
        })),
      );
      for (const { id, userId, subject, hasPlace } of earned) {
        const outcome = hasPlace ? "given" : "held";
        results.set(nameOf({ rewardId: reward.id, userId, subject }), { redemptionId: id, outcome });
      }
    }
    return gifts.map((gift) => {
      const result = results.get(nameOf(gift));
      if (!result) throw notFound("reward");
      return result;
    });
  });
}

function nameOf({ rewardId, userId, subject }: Pick<Gift, "rewardId" | "userId" | "subject">): string {
  return `${rewardId} ${userId} ${subject}`;
}

/** A prize is the winner's also when its reward was ended meanwhile; a person gives only what is offered. */
function refuseUngivable(reward: Reward, { trigger }: Gift): void {
  if (trigger === "campaign_prize") return;
  if (reward.archivedAt !== null) throw new AppError("conflict", say("reward.archived"));
  if (reward.trigger === "campaign_prize") throw new AppError("conflict", say("reward.onlyAsPrize"));
}

async function rewardsById(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Reward>> {
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(rewards)
      .where(and(eq(rewards.companyId, ctx.companyId), inIds(rewards.id, ids))),
  );
  if (rows.length < ids.length) throw notFound("reward");
  return new Map(rows.map((row) => [row.id, rewardFromRow(row)]));
}

/** What these members have of these rewards already, by what it was given for. */
async function heldBy(ctx: Ctx, gifts: readonly Gift[]): Promise<Map<string, string>> {
  const rows = await transact(ctx, (tx) =>
    tx
      .select({
        id: rewardRedemptions.id,
        rewardId: rewardRedemptions.rewardId,
        userId: rewardRedemptions.userId,
        subject: rewardRedemptions.subject,
      })
      .from(rewardRedemptions)
      .where(
        and(
          eq(rewardRedemptions.companyId, ctx.companyId),
          inIds(rewardRedemptions.userId, [...new Set(gifts.map(({ userId }) => userId))]),
          inIds(rewardRedemptions.rewardId, [...new Set(gifts.map(({ rewardId }) => rewardId))]),
        ),
      ),
  );
  return new Map(rows.map((row) => [nameOf(row), row.id]));
}
