import { and, eq, inArray, isNotNull } from "drizzle-orm";
import { z } from "zod";
import type { TenantTx } from "#db/client.ts";
import { jobLog, webhookEvents } from "#db/schema/index.ts";
import { recordAudit } from "../audit/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { AppError, notFound } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { say } from "../core/said.ts";
import { isJobName } from "./catalog.ts";
import { checkedPayload } from "./enqueue.ts";

export const ReplayWorkInput = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("webhook"), id: z.string().min(1).max(256) }),
  z.strictObject({ kind: z.literal("job"), id: z.uuid() }),
]);
export type ReplayWorkInput = z.input<typeof ReplayWorkInput>;

/**
 * Has a webhook or job that was given up processed again, from its first attempt on.
 * @throws AppError not_found, conflict when it is not stuck any more, gone when its content is not kept any more
 */
export async function replayWork(ctx: Ctx, input: ReplayWorkInput): Promise<void> {
  requireOwner(ctx);
  const { kind, id } = parseInput(ReplayWorkInput, input);
  await transact(ctx, async (tx, ctx) => {
    if (kind === "webhook") await replayWebhook(ctx, tx, id);
    else await replayJob(ctx, tx, id);
    await recordAudit(ctx, { action: `${kind}.replayed`, subjectType: kind, subjectId: id });
  });
}

async function replayWebhook(ctx: Ctx, tx: TenantTx, webhookId: string): Promise<void> {
  const own = and(eq(webhookEvents.companyId, ctx.companyId), eq(webhookEvents.webhookId, webhookId));
  const replayed = await tx
    .update(webhookEvents)
    .set({ state: "received", reason: null, attempts: 0, nextAttemptAt: ctx.clock.now(), lockedUntil: null })
    .where(
      and(own, inArray(webhookEvents.state, ["dead", "poison", "parked"]), isNotNull(webhookEvents.body)),
    )
    .returning({ webhookId: webhookEvents.webhookId });
  if (replayed.length > 0) return;
  const [row] = await tx
    .select({ state: webhookEvents.state, body: webhookEvents.body })
    .from(webhookEvents)
    .where(own);
  if (!row) throw notFound("webhook");
  if (row.body === null) {
    throw new AppError("gone", say("stuck.webhookExpired"));
  }
  throw new AppError("conflict", say("stuck.webhookNotWaiting", { status: row.state }));
}

async function replayJob(ctx: Ctx, tx: TenantTx, id: string): Promise<void> {
  const own = and(eq(jobLog.companyId, ctx.companyId), eq(jobLog.id, id));
  const [run] = await tx
    .update(jobLog)
    .set({ state: "replayed", updatedAt: ctx.clock.now() })
    .where(and(own, eq(jobLog.state, "dead"), isNotNull(jobLog.payload)))
    .returning({ name: jobLog.name, payload: jobLog.payload });
  if (!run) {
    const [row] = await tx.select({ state: jobLog.state }).from(jobLog).where(own);
    if (!row) throw notFound("job");
    throw new AppError("conflict", say("stuck.jobNotWaiting", { status: row.state }));
  }
  if (!isJobName(run.name) || typeof run.payload !== "object" || run.payload === null) {
    throw new AppError("gone", say("stuck.jobUnknown"));
  }
  await ctx.jobs.send(tx, run.name, [checkedPayload(ctx, run.name, run.payload)]);
}
