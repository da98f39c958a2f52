import { and, eq } from "drizzle-orm";
import { inIds } from "#db/in-ids.ts";
import { affiliates, affiliateTerms } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { enqueueEach } from "../jobs/index.ts";

/**
 * Has the commissions settled of those of these members who are affiliates, or ever were, and of who recruited them:
 * a recruiter's share depends on the same sale, also where the affiliate's own commission stays as it is. Runs inside
 * the transaction of the change that their commissions depend on.
 */
export async function settleAffiliatesAmong(
  ctx: Ctx,
  userIds: readonly string[] | "everybody",
): Promise<void> {
  if (userIds.length === 0) return;
  const { companyId } = ctx;
  await transact(ctx, async (tx, ctx) => {
    const rows = await tx
      .selectDistinct({ affiliateId: affiliates.id, recruitedBy: affiliateTerms.recruitedBy })
      .from(affiliates)
      .innerJoin(
        affiliateTerms,
        and(eq(affiliateTerms.companyId, companyId), eq(affiliateTerms.affiliateId, affiliates.id)),
      )
      .where(
        and(
          eq(affiliates.companyId, companyId),
          userIds === "everybody" ? undefined : inIds(affiliates.userId, userIds),
        ),
      );
    const concerned = new Set(
      rows.flatMap(({ affiliateId, recruitedBy }) => [affiliateId, recruitedBy ?? affiliateId]),
    );
    await enqueueEach(
      ctx,
      tx,
      "settle-commissions",
      [...concerned].map((affiliateId) => ({ companyId, affiliateId })),
    );
  });
}
