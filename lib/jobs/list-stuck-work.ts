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
import { readTold, type Said, say, type Told } from "../core/said.ts";
import { listWebhooks, type WebhookRecord } from "./list-webhooks.ts";

export type StuckWork = {
  kind: "webhook" | "job" | "delivery" | "payout" | "payment";
  id: string;
  /** What it is, in a few words. */
  title: Told;
  state: string;
  /** Why it is stuck. */
  reason: Told;
  since: Date;
  /** The one thing that is safe to do with it: replayWork, rewards.retryDelivery, payouts.retryItem, or nothing but wait. */
  action: "replay" | "retry_delivery" | "retry_payout_item" | null;
  /** What the action does, or what happens without one. */
  hint: Said;
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

const webhookHints: Record<string, Said> = {
  parked: say("stuck.parkedHint"),
  refused: say("stuck.refusedHint"),
  poison: say("stuck.poisonHint"),
  dead: say("stuck.deadHint"),
};

function stuckWebhook(webhook: WebhookRecord): StuckWork {
  const { webhookId, type, state, conflicts } = webhook;
  const other = conflicts > 0 ? say("stuck.sentTwice", { times: conflicts + 1 }) : say("stuck.noReason");
  const replayable = (state === "dead" || state === "poison" || state === "parked") && webhook.hasBody;
  return {
    kind: "webhook",
    id: webhookId,
    title: type ? say("stuck.webhookOf", { type }) : say("stuck.webhook"),
    state,
    reason: webhook.reason ?? other,
    since: webhook.receivedAt,
    action: replayable ? "replay" : null,
    hint: webhookHints[state] ?? say("stuck.otherHint"),
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
    title: say("stuck.job", { name: row.name }),
    state: row.state,
    reason: row.message === null ? say("stuck.noMessage") : readTold(row.message),
    since: row.finishedAt ?? row.startedAt,
    action: row.payload === null ? null : "replay",
    hint: say("stuck.deadHint"),
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
    title: say(row.direction === "grant" ? "stuck.grant" : "stuck.takeBack"),
    state: row.state,
    reason: row.heldReason
      ? readTold(row.heldReason)
      : say(row.state === "unknown" ? "stuck.deliveryUnknown" : "stuck.isHeld"),
    since: row.calledAt ?? row.createdAt,
    action: row.state === "held" ? "retry_delivery" : null,
    hint: say(row.state === "held" ? "stuck.heldDeliveryHint" : "stuck.unknownHint"),
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
    title: say("stuck.payout"),
    state: row.status,
    reason:
      row.status === "unknown"
        ? say("stuck.transferUnknown")
        : row.reason === null
          ? say("stuck.isHeld")
          : readTold(row.reason),
    since: row.calledAt ?? row.createdAt,
    action: row.status === "held" ? "retry_payout_item" : null,
    hint: say(row.status === "held" ? "stuck.heldPayoutHint" : "stuck.unknownHint"),
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
    title: say("stuck.unreadablePayment"),
    state: "held",
    reason: row.problem === null ? say("stuck.unreadable") : readTold(row.problem),
    since: row.at,
    action: null,
    hint: say("stuck.unreadableHint"),
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
    title: say("stuck.overRefunded"),
    state: "capped",
    reason: say("stuck.backOf", {
      back: { minor: row.overRefundedMinor + row.grossMinor, currency: row.currency },
      paid: { minor: row.grossMinor, currency: row.currency },
    }),
    since: row.updatedAt,
    action: null,
    hint: say("stuck.overRefundedHint"),
  }));
}
