import type { ReferralAction } from "#db/enums.ts";
import { referralAnalytics } from "#db/schema/index.ts";
import { writeRows } from "#db/write-rows.ts";
import { type AuditEntry, recordAudits } from "../audit/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { newId } from "../core/ids.ts";
import { isElsewhere, type ReferralRow } from "./referral-row.ts";
import type { ReferralChange } from "./write-referrals.ts";

/** Tells the event log and the audit what became of referrals. */
export async function announce(ctx: Ctx, all: readonly ReferralChange[]): Promise<void> {
  // What never had the credit has nothing to tell.
  const changes = all.filter(({ before, after }) => before !== null || !isElsewhere(after));
  const told = changes.filter(
    ({ before, after }) => before?.status !== after.status || before.holdReason !== after.holdReason,
  );
  await logEvents(
    ctx,
    changes.flatMap((change) => actionsOf(change).map((action) => ({ action, referral: change.after }))),
  );
  await recordAudits(ctx, told.map(auditOf));
}

function auditOf({ before, after }: ReferralChange): AuditEntry {
  return {
    action: `referral.${after.status === "pending" ? "opened" : after.status}`,
    subjectType: "referral",
    subjectId: after.id,
    details: {
      before: before?.status ?? null,
      after: after.status,
      ...(after.cancelReason ? { reason: after.cancelReason } : {}),
      ...(after.holdReason ? { waitsFor: after.holdReason } : {}),
    },
  };
}

function actionsOf({ before, after }: ReferralChange): ReferralAction[] {
  const wasHere = before !== null && !isElsewhere(before);
  const actions: ReferralAction[] = [];
  if (!wasHere && !isElsewhere(after)) actions.push("signed_up");
  if (hasConverted(after) && !hasConverted(before)) {
    actions.push("converted");
  }
  if (after.status === "activated" && before?.status !== "activated") actions.push("activated");
  if (after.status === "cancelled" && before?.status !== "cancelled") actions.push("cancelled");
  return actions;
}

function hasConverted(row: ReferralRow | null): boolean {
  return row?.status === "converted" || row?.status === "activated";
}

export type ReferralEvent = { action: ReferralAction; referral: ReferralRow };

export async function logEvents(ctx: Ctx, events: readonly ReferralEvent[]): Promise<void> {
  if (events.length === 0) return;
  const now = ctx.clock.now();
  const rows = events.map(({ action, referral }) => ({
    id: newId(now),
    occurredAt: now,
    action,
    userId: referral.referrerId,
    referralCodeId: referral.referralCodeId,
    referralId: referral.id,
    metadata: referral.cancelReason ? { reason: referral.cancelReason } : {},
  }));
  await transact(ctx, (tx) => writeRows(tx, ctx.companyId, referralAnalytics, rows));
}
