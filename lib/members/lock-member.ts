import { and, eq } from "drizzle-orm";
import { users } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { ensureMember } from "./ensure-member.ts";
import { type Member, memberFromRow } from "./member.ts";

/**
 * The member's row, locked until the transaction ends: whoever settles one person does so alone. The lock leaves
 * the key free for foreign keys, so that two members who referred each other can be settled side by side.
 */
export async function lockMember(ctx: Ctx, whopUserId: string): Promise<Member> {
  const { tx } = ctx;
  if (!tx) throw new Error("lockMember needs the context of a transaction");
  const { id } = await ensureMember(ctx, { whopUserId });
  const [row] = await tx
    .select()
    .from(users)
    .where(and(eq(users.companyId, ctx.companyId), eq(users.id, id)))
    .for("no key update");
  if (!row) throw new Error("A member's row vanished inside a transaction");
  return memberFromRow(row);
}
