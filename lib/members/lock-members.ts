import { and, eq, sql } from "drizzle-orm";
import { inIds, inTexts } from "#db/in-ids.ts";
import { users } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
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
