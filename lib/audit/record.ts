import { and, eq } from "drizzle-orm";
import { auditLogs, users } from "#db/schema/index.ts";
import { writeRows } from "#db/write-rows.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { newId } from "../core/ids.ts";
import { say } from "../core/said.ts";

export type AuditEntry = {
  /** noun.past, e.g. reward.created */
  action: string;
  subjectType: string;
  subjectId: string;
  details?: Record<string, unknown>;
};

/**
 * Writes who did what, in the transaction of the change itself.
 * @throws AppError gone when whoever does it was erased
 */
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
  if (rows.length === 0) return;
  // Sent together; a refusal takes back what the other has written.
  await transact(ctx, (tx, ctx) =>
    Promise.all([refuseErased(ctx), writeRows(tx, companyId, auditLogs, rows)]),
  );
}

/**
 * Servers remember for a while who somebody is, and they may have been erased since. Their row is held, so that an
 * erasure that comes meanwhile waits, and then finds what was written under their name.
 */
async function refuseErased(ctx: Ctx): Promise<void> {
  const { actor, companyId } = ctx;
  if (actor.kind === "system") return;
  const [known] = await transact(ctx, (tx) =>
    tx
      .select({ erasedAt: users.erasedAt })
      .from(users)
      .where(and(eq(users.companyId, companyId), eq(users.id, actor.userId)))
      .for("key share"),
  );
  if (known?.erasedAt) throw new AppError("gone", say("privacy.youWereErased"));
}
