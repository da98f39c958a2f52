import { and, eq, ne } from "drizzle-orm";
import { affiliates, referrals } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";

/** The active affiliate whose referral a member is. Whether that is worth something is their plan's to say. */
export async function recruiterOf(ctx: Ctx, userId: string): Promise<string | null> {
  const { companyId } = ctx;
  const [row] = await transact(ctx, (tx) =>
    tx
      .select({ id: affiliates.id })
      .from(referrals)
      .innerJoin(
        affiliates,
        and(eq(affiliates.companyId, companyId), eq(affiliates.userId, referrals.referrerId)),
      )
      .where(
        and(
          eq(referrals.companyId, companyId),
          eq(referrals.referredId, userId),
          ne(referrals.status, "cancelled"),
          ne(referrals.review, "rejected"),
          eq(affiliates.status, "active"),
        ),
      ),
  );
  return row?.id ?? null;
}
