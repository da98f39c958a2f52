import { and, desc, eq, gt, inArray, isNotNull } from "drizzle-orm";
import {
  affiliatePayoutItems,
  jobLog,
  payments,
  referralConversions,
  rewardDeliveries,
} from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { toDecimal } from "../core/money.ts";
import { listWebhooks, type WebhookRecord } from "./list-webhooks.ts";

export type StuckWork = {
  kind: "webhook" | "job" | "delivery" | "payout" | "payment";
  id: string;
  /** What it is, in a few words. */
  title: string;
  state: string;
  /** Why it is stuck. */
  reason: string;
  since: Date;
  /** The one thing that is safe to do with it: replayWork, rewards.retryDelivery, payouts.retryItem, or nothing but wait. */
  action: "replay" | "retry_delivery" | "retry_payout_item" | null;
  /** What the action does, or what happens without one. */
  hint: string;
};

const mostOfEach = 100;

/** Everything of this community that does not go on by itself, newest first. */
export async function listStuckWork(ctx: Ctx): Promise<StuckWork[]> {
  requireOwner(ctx);
  return transact(ctx, async (_tx, ctx) => {
    const found = [
      ...(await listWebhooks(ctx, { stuck: true, limit: mostOfEach })).map(stuckWebhook),
      ...(await deadRuns(ctx)),
      ...(await stuckDeliveries(ctx)),
      ...(await stuckPayouts(ctx)),
      ...(await unreadablePayments(ctx)),
      ...(await overRefundedPayments(ctx)),
    ];
    return found.sort((a, b) => b.since.getTime() - a.since.getTime());
  });
}

const webhookHints: Record<string, string> = {
  parked: "It is processed by itself once the community has the app.",
  refused: "Nothing was changed by it. If it keeps happening, tell Whop's support.",
  poison: "Nothing was changed by it. Try again after an update of Referly.",
  dead: "Trying again is safe: whatever it already did is not done twice.",
};

function stuckWebhook(webhook: WebhookRecord): StuckWork {
  const { webhookId, type, state, conflicts } = webhook;
  const twice = `Whop sent this ${conflicts + 1} times under one id with different content; the first one counted.`;
  const replayable = (state === "dead" || state === "poison" || state === "parked") && webhook.hasBody;
  return {
    kind: "webhook",
    id: webhookId,
    title: type ? `Webhook ${type}` : "Webhook",
    state,
    reason: webhook.reason ?? (conflicts > 0 ? twice : "No reason was recorded."),
    since: webhook.receivedAt,
    action: replayable ? "replay" : null,
    hint: webhookHints[state] ?? "Nothing needs to be done.",
  };
}

async function deadRuns(ctx: Ctx): Promise<StuckWork[]> {
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(jobLog)
      .where(and(eq(jobLog.companyId, ctx.companyId), eq(jobLog.state, "dead")))
      .orderBy(desc(jobLog.startedAt))
      .limit(mostOfEach),
  );
  return rows.map((row) => ({
    kind: "job",
    id: row.id,
    title: `Job ${row.name}`,
    state: row.state,
    reason: row.message ?? "It failed without a message.",
    since: row.finishedAt ?? row.startedAt,
    action: row.payload === null ? null : "replay",
    hint: "Trying again is safe: whatever it already did is not done twice.",
  }));
}

async function stuckDeliveries(ctx: Ctx): Promise<StuckWork[]> {
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(rewardDeliveries)
      .where(
        and(
          eq(rewardDeliveries.companyId, ctx.companyId),
          inArray(rewardDeliveries.state, ["unknown", "held"]),
        ),
      )
      .orderBy(desc(rewardDeliveries.updatedAt))
      .limit(mostOfEach),
  );
  return rows.map((row) => ({
    kind: "delivery",
    id: row.id,
    title: row.direction === "grant" ? "Delivery of a reward" : "Taking back a reward",
    state: row.state,
    reason:
      row.heldReason ??
      (row.state === "unknown" ? "Whop did not say whether it was done; we are finding out." : "It is held."),
    since: row.calledAt ?? row.createdAt,
    action: row.state === "held" ? "retry_delivery" : null,
    hint:
      row.state === "held"
        ? "Trying again looks first whether it was already done."
        : "It is looked up at Whop by itself before anything is sent again.",
  }));
}

async function stuckPayouts(ctx: Ctx): Promise<StuckWork[]> {
  const { companyId, status, createdAt } = affiliatePayoutItems;
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(affiliatePayoutItems)
      .where(and(eq(companyId, ctx.companyId), inArray(status, ["unknown", "held"])))
      .orderBy(desc(createdAt))
      .limit(mostOfEach),
  );
  return rows.map((row) => ({
    kind: "payout",
    id: row.id,
    title: "Payment of an affiliate",
    state: row.status,
    reason:
      row.status === "unknown"
        ? "Whop did not say whether the transfer was made; we are finding out."
        : (row.reason ?? "It is held."),
    since: row.calledAt ?? row.createdAt,
    action: row.status === "held" ? "retry_payout_item" : null,
    hint:
      row.status === "held"
        ? "Trying again looks first whether the money was already sent."
        : "It is looked up at Whop by itself before anything is sent again.",
  }));
}

async function unreadablePayments(ctx: Ctx): Promise<StuckWork[]> {
  const rows = await transact(ctx, (tx) =>
    tx
      .select({ id: payments.paymentId, problem: payments.amountProblem, at: payments.stateAt })
      .from(payments)
      .where(and(eq(payments.companyId, ctx.companyId), isNotNull(payments.amountProblem)))
      .orderBy(desc(payments.stateAt))
      .limit(mostOfEach),
  );
  return rows.map((row) => ({
    kind: "payment",
    id: row.id,
    title: "Payment with an amount that cannot be read",
    state: "held",
    reason: row.problem ?? "The amount cannot be read.",
    since: row.at,
    action: null,
    hint: "Nothing that depends on it is paid out or granted until Whop sends a readable amount.",
  }));
}

async function overRefundedPayments(ctx: Ctx): Promise<StuckWork[]> {
  const { companyId, overRefundedMinor, occurredAt } = referralConversions;
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(referralConversions)
      .where(and(eq(companyId, ctx.companyId), gt(overRefundedMinor, 0n)))
      .orderBy(desc(occurredAt))
      .limit(mostOfEach),
  );
  return rows.map((row) => ({
    kind: "payment",
    id: row.sourceId,
    title: "Payment with more refunded than was paid",
    state: "capped",
    reason: `${toDecimal(row.overRefundedMinor + row.grossMinor, row.currency)} of ${toDecimal(row.grossMinor, row.currency)} ${row.currency} went back, says Whop.`,
    since: row.updatedAt,
    action: null,
    hint: "Only what was paid is taken back from commissions and revenue. Look at the payment's refunds in Whop.",
  }));
}
