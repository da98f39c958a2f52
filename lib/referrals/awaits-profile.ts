import { and, eq, inArray, or, sql } from "drizzle-orm";
import { attributionRules, referrals } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";

/** A campaign that runs may count who has completed their profile. */
const isAskedByCampaign = sql`EXISTS (SELECT 1 FROM campaigns c
  WHERE c.company_id = ${referrals.companyId} AND c.status IN ('scheduled', 'active', 'settling')
    AND c.rules -> 'activation' ->> 'profileComplete' = 'true')`;

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
          or(
            and(
              eq(referrals.status, "converted"),
              sql`${attributionRules.activation} ->> 'profileComplete' = 'true'`,
            ),
            and(inArray(referrals.status, ["converted", "activated"]), isAskedByCampaign),
          ),
        ),
      )
      .limit(1),
  );
  return rows.length > 0;
}
