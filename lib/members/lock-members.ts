import { and, eq, sql } from "drizzle-orm";
import { inIds, inTexts } from "#db/in-ids.ts";
import { users } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { AppError, notFound } from "../core/errors.ts";
import { say } from "../core/said.ts";
import { ensureMembers } from "./ensure-member.ts";
import { type Member, memberFromRow } from "./member.ts";

/**
 * The order in which several members' rows are locked or written in one transaction, whatever the reason: two
 * that have members in common then never wait for each other in a circle.
 */
const lockingOrder = sql`${users.whopUserId} COLLATE "C"`;

/**
 * The members' rows, by their Whop ids, locked until the transaction ends: whoever settles a person does so
 * alone. The lock leaves the key free for foreign keys, so that two members who referred each other can be
 * settled side by side.
 */
export async function lockMembers(ctx: Ctx, whopUserIds: readonly string[]): Promise<Map<string, Member>> {
  const { tx } = ctx;
  if (!tx) throw new Error("lockMembers needs the context of a transaction");
  await ensureMembers(
    ctx,
    whopUserIds.map((whopUserId) => ({ whopUserId })),
  );
  const rows = await tx
    .select()
    .from(users)
    .where(and(eq(users.companyId, ctx.companyId), inTexts(users.whopUserId, whopUserIds)))
    .orderBy(lockingOrder)
    .for("no key update");
  return new Map(rows.map((row) => [row.whopUserId, memberFromRow(row)]));
}

/**
 * The same by our own ids, for whoever changes what hangs on members and decides by what hangs on them already:
 * each of these is found by one at a time. Those that do not exist have no lock and are left out.
 */
export async function lockMembersById(
  ctx: Ctx,
  userIds: readonly string[],
): Promise<Pick<Member, "id" | "erasedAt">[]> {
  return transact(ctx, (tx) =>
    tx
      .select({ id: users.id, erasedAt: users.erasedAt })
      .from(users)
      .where(and(eq(users.companyId, ctx.companyId), inIds(users.id, userIds)))
      .orderBy(lockingOrder)
      .for("no key update"),
  );
}

/**
 * The same of one who is to have something new, or whose own is to change: an erasure that comes meanwhile waits, and
 * takes it along.
 * @throws AppError not_found; conflict when they were erased, and gone when they are told so themselves
 */
export async function lockKnown(ctx: Ctx, userId: string): Promise<void> {
  const [member] = await lockMembersById(ctx, [userId]);
  if (!member) throw notFound("member");
  if (!member.erasedAt) return;
  const isOwn = ctx.actor.kind !== "system" && ctx.actor.userId === userId;
  throw isOwn
    ? new AppError("gone", say("privacy.youWereErased"))
    : new AppError("conflict", say("privacy.erased"));
}

/** The row of somebody who is being erased: whoever does something in their name is done before, or finds them gone. */
export async function lockToErase(ctx: Ctx, userId: string): Promise<void> {
  await transact(ctx, (tx) =>
    tx
      .select({ id: users.id })
      .from(users)
      .where(and(eq(users.companyId, ctx.companyId), eq(users.id, userId)))
      .for("update"),
  );
}
