import { recordAudit } from "../audit/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { say } from "../core/said.ts";
import { beginRun, cancelRunning } from "./runs.ts";

/**
 * Has everything compared with Whop now.
 * @throws AppError conflict while a comparison is under way
 */
export async function startReconciliation(ctx: Ctx): Promise<{ runId: string }> {
  requireOwner(ctx);
  return transact(ctx, async (_tx, ctx) => {
    const runId = await beginRun(ctx, "owner");
    if (runId === null) {
      throw new AppError("conflict", say("setting.comparing"));
    }
    await recordAudit(ctx, {
      action: "reconciliation.started",
      subjectType: "reconciliation",
      subjectId: runId,
    });
    return { runId };
  });
}

/**
 * Stops the comparison under way; what it has repaired stays repaired.
 * @throws AppError conflict when none is under way
 */
export async function cancelReconciliation(ctx: Ctx): Promise<{ runId: string }> {
  requireOwner(ctx);
  return transact(ctx, async (_tx, ctx) => {
    const runId = await cancelRunning(ctx);
    if (runId === null) throw new AppError("conflict", say("setting.notComparing"));
    await recordAudit(ctx, {
      action: "reconciliation.cancelled",
      subjectType: "reconciliation",
      subjectId: runId,
    });
    return { runId };
  });
}
