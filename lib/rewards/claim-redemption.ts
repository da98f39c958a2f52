import { z } from "zod";
import type { Ctx } from "../core/context.ts";
import { requireMember, transact } from "../core/context.ts";
import { AppError, notFound } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { say } from "../core/said.ts";
import { unschedule } from "../jobs/index.ts";
import { recordRedemptionAudit } from "./record-event.ts";
import { changeRedemption, getRedemption, lockRedemption, type Redemption } from "./redemption.ts";
import { remindNoMore } from "./tell.ts";

export const ClaimRedemptionInput = z.strictObject({ id: z.uuid() });
export type ClaimRedemptionInput = z.infer<typeof ClaimRedemptionInput>;

/** The member takes their reward and sees its code; from then on it cannot lapse. Claiming twice is claiming once. */
export async function claimRedemption(ctx: Ctx, input: ClaimRedemptionInput): Promise<Redemption> {
  const { userId } = requireMember(ctx);
  const { id } = parseInput(ClaimRedemptionInput, input);
  return transact(ctx, async (tx, ctx) => {
    const redemption = await lockRedemption(ctx, id);
    // One of the team is a member too, but claims nobody else's reward.
    if (redemption.userId !== userId) throw notFound("reward");
    if (redemption.status === "claimed") return redemption;
    const { expiresAt } = redemption;
    const now = ctx.clock.now();
    if (redemption.status === "expired" || (expiresAt !== null && expiresAt <= now)) {
      throw new AppError("gone", say("reward.lapsed"));
    }
    if (redemption.status !== "granted") {
      throw new AppError("conflict", say("reward.notClaimable", { status: redemption.status }));
    }
    await changeRedemption(ctx, id, { status: "claimed", claimedAt: now });
    await unschedule(ctx, tx, { job: "expire-redemption", key: id });
    await remindNoMore(ctx, redemption);
    await recordRedemptionAudit(ctx, "redemption.claimed", redemption);
    return getRedemption(ctx, id);
  });
}
