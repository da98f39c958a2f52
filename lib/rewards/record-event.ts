import { referralAnalytics } from "#db/schema/index.ts";
import { writeRows } from "#db/write-rows.ts";
import { recordAudits } from "../audit/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { newId } from "../core/ids.ts";
import type { Redemption } from "./redemption.ts";

type RewardEvent = "reward_earned" | "reward_granted" | "reward_cancelled";
type Subject = Pick<Redemption, "id" | "userId" | "rewardId"> & { terms: { name: string } };
type Details = Record<string, unknown>;

/** Writes what became of a member's reward into the event log and the audit. */
export async function recordEvent(
  ctx: Ctx,
  event: RewardEvent,
  redemption: Subject,
  details: Details = {},
): Promise<void> {
  await recordEvents(ctx, event, [{ redemption, details }]);
}

export async function recordEvents(
  ctx: Ctx,
  event: RewardEvent,
  happened: readonly { redemption: Subject; details: Details }[],
): Promise<void> {
  const now = ctx.clock.now();
  const rows = happened.map(({ redemption }) => ({
    id: newId(now),
    occurredAt: now,
    action: event,
    userId: redemption.userId,
    metadata: { redemptionId: redemption.id, rewardId: redemption.rewardId },
  }));
  await transact(ctx, (tx) => writeRows(tx, ctx.companyId, referralAnalytics, rows));
  const action = `redemption.${event.slice("reward_".length)}`;
  await recordAudits(
    ctx,
    happened.map(({ redemption, details }) => auditOf(action, redemption, details)),
  );
}

export async function recordRedemptionAudit(
  ctx: Ctx,
  action: string,
  redemption: Omit<Subject, "rewardId">,
  details: Details = {},
): Promise<void> {
  await recordAudits(ctx, [auditOf(action, redemption, details)]);
}

function auditOf(action: string, { id, userId, terms }: Omit<Subject, "rewardId">, details: Details) {
  return {
    action,
    subjectType: "redemption",
    subjectId: id,
    details: { reward: terms.name, userId, ...details },
  };
}
