import { auditLogs } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { newId } from "../core/ids.ts";

export type AuditEntry = {
  /** noun.past, e.g. reward.created */
  action: string;
  subjectType: string;
  subjectId: string;
  details?: Record<string, unknown>;
};

/** Writes who did what, in the transaction of the change itself. */
export async function recordAudit(ctx: Ctx, entry: AuditEntry): Promise<void> {
  await transact(ctx, async (tx) => {
    const { actor } = ctx;
    await tx.insert(auditLogs).values({
      companyId: ctx.companyId,
      id: newId(ctx.clock.now()),
      at: ctx.clock.now(),
      actorKind: actor.kind,
      actorId: actor.kind === "system" ? null : actor.userId,
      actorName: actor.name,
      action: entry.action,
      subjectType: entry.subjectType,
      subjectId: entry.subjectId,
      details: entry.details ?? {},
    });
  });
}
