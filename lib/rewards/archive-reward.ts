import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { rewards } from "#db/schema/index.ts";
import { recordAudit } from "../audit/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { makeCheckoutCodeLater } from "./checkout-code.ts";
import { lockReward } from "./lock-reward.ts";
import { type Reward, rewardFromRow } from "./reward.ts";

export const ArchiveRewardInput = z.strictObject({ id: z.uuid() });
export type ArchiveRewardInput = z.infer<typeof ArchiveRewardInput>;

/** Nobody earns it any more; what was earned is still delivered. Archiving twice is archiving once. */
export async function archiveReward(ctx: Ctx, input: ArchiveRewardInput): Promise<Reward> {
  requireOwner(ctx);
  const { id } = parseInput(ArchiveRewardInput, input);
  return transact(ctx, async (tx, ctx) => {
    const before = await lockReward(ctx, id);
    if (before.archivedAt) return before;
    const now = ctx.clock.now();
    const [row] = await tx
      .update(rewards)
      .set({ isActive: false, archivedAt: now, updatedAt: now })
      .where(and(eq(rewards.companyId, ctx.companyId), eq(rewards.id, id)))
      .returning();
    if (!row) throw notFound("reward");
    await recordAudit(ctx, {
      action: "reward.archived",
      subjectType: "reward",
      subjectId: id,
      details: { name: before.name },
    });
    const archived = rewardFromRow(row);
    await makeCheckoutCodeLater(ctx, archived);
    return archived;
  });
}
