import { auditLogs } from "#db/schema/index.ts";
import { writeRows } from "#db/write-rows.ts";
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
  await recordAudits(ctx, [entry]);
}

/** As recordAudit, for any number of things that were done at once. */
export async function recordAudits(ctx: Ctx, entries: readonly AuditEntry[]): Promise<void> {
  const { actor, clock, companyId } = ctx;
  const now = clock.now();
  const rows = entries.map(({ action, subjectType, subjectId, details = {} }) => ({
    id: newId(now),
    at: now,
    actorKind: actor.kind,
    actorId: actor.kind === "system" ? null : actor.userId,
    actorName: actor.name,
    action,
    subjectType,
    subjectId,
    details,
  }));
  if (rows.length > 0) await transact(ctx, (tx) => writeRows(tx, companyId, auditLogs, rows));
}
