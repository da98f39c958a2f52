import type { ReferralAction } from "#db/enums.ts";
import { referralAnalytics } from "#db/schema/index.ts";
import { movedAway } from "../attribution/index.ts";
import { recordAudit } from "../audit/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { newId } from "../core/ids.ts";
import type { ReferralRow } from "./referral-row.ts";
import type { ReferralChange } from "./write-referral.ts";

/** Tells the event log and the audit what became of a referral. */
export async function announce(ctx: Ctx, change: ReferralChange): Promise<void> {
  const { before, after } = change;
  const actions = actionsOf(change);
  const isSame = before?.status === after.status && before.holdReason === after.holdReason;
  await Promise.all([
    ...actions.map((action) => logEvent(ctx, action, after)),
    ...(isSame ? [] : [auditChange(ctx, change)]),
  ]);
}

function auditChange(ctx: Ctx, { before, after }: ReferralChange): Promise<void> {
  return recordAudit(ctx, {
    action: `referral.${after.status === "pending" ? "opened" : after.status}`,
    subjectType: "referral",
    subjectId: after.id,
    details: {
      before: before?.status ?? null,
      after: after.status,
      ...(after.cancelReason ? { reason: after.cancelReason } : {}),
      ...(after.holdReason ? { waitsFor: after.holdReason } : {}),
    },
  });
}

function actionsOf({ before, after }: ReferralChange): ReferralAction[] {
  const wasHere = before !== null && !isElsewhere(before);
  const actions: ReferralAction[] = [];
  if (!wasHere && !isElsewhere(after)) actions.push("signed_up");
  if (after.status === "converted" && before?.status !== "converted" && before?.status !== "activated") {
    actions.push("converted");
  }
  if (after.status === "cancelled" && before?.status !== "cancelled") actions.push("cancelled");
  return actions;
}

/** The credit for the person lies with another link, or with nobody. */
export function isElsewhere(row: Pick<ReferralRow, "status" | "cancelReason">): boolean {
  return row.status === "cancelled" && movedAway.some((reason) => reason === row.cancelReason);
}

export async function logEvent(ctx: Ctx, action: ReferralAction, referral: ReferralRow): Promise<void> {
  const now = ctx.clock.now();
  await transact(ctx, (tx) =>
    tx.insert(referralAnalytics).values({
      companyId: ctx.companyId,
      id: newId(now),
      occurredAt: now,
      action,
      userId: referral.referrerId,
      referralCodeId: referral.referralCodeId,
      referralId: referral.id,
      metadata: referral.cancelReason ? { reason: referral.cancelReason } : {},
    }),
  );
}
