import { and, eq, sql } from "drizzle-orm";
import { attributionRules, referrals } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";

/** Whether it is a complete profile that a referred member may be activated by, and is not yet. */
export async function awaitsProfile(ctx: Ctx, userId: string): Promise<boolean> {
  const rows = await transact(ctx, (tx) =>
    tx
      .select({ id: referrals.id })
      .from(referrals)
      .innerJoin(
        attributionRules,
        and(
          eq(attributionRules.companyId, ctx.companyId),
          eq(attributionRules.version, referrals.rulesVersion),
        ),
      )
      .where(
        and(
          eq(referrals.companyId, ctx.companyId),
          eq(referrals.referredId, userId),
          eq(referrals.status, "converted"),
          sql`${attributionRules.activation} ->> 'profileComplete' = 'true'`,
        ),
      )
      .limit(1),
  );
  return rows.length > 0;
}
