import { and, eq, inArray, sql } from "drizzle-orm";
import { campaigns } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { enqueueEach } from "../jobs/index.ts";

type Concerned = {
  /** Whose referrals changed. */
  userIds: readonly string[];
  /** Of whose referrals facts were told, also where these changed nothing of them. */
  alsoIds: readonly string[];
};

/** Referrals of these members changed: their points follow, where there is a campaign they could be points of. */
export async function scoreAmong(ctx: Ctx, { userIds, alsoIds }: Concerned): Promise<void> {
  if (userIds.length + alsoIds.length === 0) return;
  const { companyId } = ctx;
  await transact(ctx, async (tx) => {
    const [open] = await tx
      .select({
        hasOwnCriteria: sql<boolean | null>`bool_or(${campaigns.rules} ->> 'activation' IS NOT NULL)`,
      })
      .from(campaigns)
      .where(
        and(
          eq(campaigns.companyId, companyId),
          inArray(campaigns.status, ["scheduled", "active", "settling"]),
        ),
      );
    if (!open || open.hasOwnCriteria === null) return;
    // A campaign's own criteria for being active may look at what the community's do not.
    const concerned = open.hasOwnCriteria ? [...userIds, ...alsoIds] : userIds;
    await enqueueEach(
      ctx,
      tx,
      "score-campaigns",
      [...new Set(concerned)].map((userId) => ({ companyId, userId })),
    );
  });
}
