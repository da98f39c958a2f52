import { and, eq, inArray } from "drizzle-orm";
import { campaigns } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { enqueueEach } from "../jobs/index.ts";

/** Referrals of these members changed: their points follow, where there is a campaign they could be points of. */
export async function scoreAmong(ctx: Ctx, userIds: readonly string[]): Promise<void> {
  if (userIds.length === 0) return;
  const { companyId } = ctx;
  await transact(ctx, async (tx) => {
    const [open] = await tx
      .select({ id: campaigns.id })
      .from(campaigns)
      .where(
        and(
          eq(campaigns.companyId, companyId),
          inArray(campaigns.status, ["scheduled", "active", "settling"]),
        ),
      )
      .limit(1);
    if (!open) return;
    await enqueueEach(
      ctx,
      tx,
      "score-campaigns",
      userIds.map((userId) => ({ companyId, userId })),
    );
  });
}
