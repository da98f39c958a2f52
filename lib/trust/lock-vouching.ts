import { and, eq, isNull } from "drizzle-orm";
import { inIds } from "#db/in-ids.ts";
import { users } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { lockingOrder } from "../members/index.ts";

/**
 * Has vouches of and for these members wait for each other until the transaction ends, so that none of two that
 * are given at once is one too many. Returns those who are members.
 */
export async function lockVouching(ctx: Ctx, userIds: readonly string[]): Promise<Set<string>> {
  const rows = await transact(ctx, (tx) =>
    tx
      .select({ id: users.id })
      .from(users)
      .where(and(eq(users.companyId, ctx.companyId), inIds(users.id, userIds), isNull(users.erasedAt)))
      .orderBy(lockingOrder)
      .for("no key update"),
  );
  return new Set(rows.map(({ id }) => id));
}
