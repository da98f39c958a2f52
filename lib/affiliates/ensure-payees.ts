import { and, eq } from "drizzle-orm";
import { inIds } from "#db/in-ids.ts";
import { affiliates } from "#db/schema/index.ts";
import { writeRows } from "#db/write-rows.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { newId } from "../core/ids.ts";
import { lockAffiliates } from "./affiliate.ts";

/**
 * The records that payouts pay members by, locked: an affiliate's own, and one for whoever is none but is owed
 * something all the same. By the member.
 */
export async function ensurePayees(ctx: Ctx, userIds: readonly string[]): Promise<Map<string, string>> {
  const now = ctx.clock.now();
  return transact(ctx, async (tx, ctx) => {
    const rows = userIds.toSorted().map((userId) => ({
      id: newId(now),
      userId,
      status: "payee" as const,
      appliedAt: now,
      createdAt: now,
      updatedAt: now,
    }));
    await writeRows(tx, ctx.companyId, affiliates, rows, {
      onConflict: { target: [affiliates.companyId, affiliates.userId], set: "nothing" },
    });
    const known = await tx
      .select({ id: affiliates.id })
      .from(affiliates)
      .where(and(eq(affiliates.companyId, ctx.companyId), inIds(affiliates.userId, userIds)));
    const locked = await lockAffiliates(
      ctx,
      known.map(({ id }) => id),
    );
    return new Map(locked.map(({ id, userId }) => [userId, id]));
  });
}

/** By what payouts pay a member; null when nothing was ever owed to them. */
export async function findPayeeId(ctx: Ctx, userId: string): Promise<string | null> {
  const [row] = await transact(ctx, (tx) =>
    tx
      .select({ id: affiliates.id })
      .from(affiliates)
      .where(and(eq(affiliates.companyId, ctx.companyId), eq(affiliates.userId, userId))),
  );
  return row?.id ?? null;
}
