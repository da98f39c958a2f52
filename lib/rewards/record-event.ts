import { referralAnalytics } from "#db/schema/index.ts";
import { recordAudit } from "../audit/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { newId } from "../core/ids.ts";
import type { Redemption } from "./redemption.ts";

type RewardEvent = "reward_earned" | "reward_granted" | "reward_cancelled";

/** Writes what became of a member's reward into the event log and the audit. */
export async function recordEvent(
  ctx: Ctx,
  event: RewardEvent,
  redemption: Pick<Redemption, "id" | "userId" | "rewardId" | "terms">,
  details: Record<string, unknown> = {},
): Promise<void> {
  const now = ctx.clock.now();
  await transact(ctx, (tx) =>
    tx.insert(referralAnalytics).values({
      companyId: ctx.companyId,
      id: newId(now),
      occurredAt: now,
      action: event,
      userId: redemption.userId,
      metadata: { redemptionId: redemption.id, rewardId: redemption.rewardId },
    }),
  );
  await recordRedemptionAudit(ctx, `redemption.${event.slice("reward_".length)}`, redemption, details);
}

export async function recordRedemptionAudit(
  ctx: Ctx,
  action: string,
  redemption: Pick<Redemption, "id" | "userId" | "terms">,
  details: Record<string, unknown> = {},
): Promise<void> {
  await recordAudit(ctx, {
    action,
    subjectType: "redemption",
    subjectId: redemption.id,
    details: { reward: redemption.terms.name, userId: redemption.userId, ...details },
  });
}
