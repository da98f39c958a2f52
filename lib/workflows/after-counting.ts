import { awardBadges } from "../badges/index.ts";
import { chunksOf } from "../core/chunks.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { enqueueEach } from "../jobs/index.ts";
import { rewardsStreaks } from "../rewards/index.ts";

/** As many as badges are awarded to at once. */
const mostMembers = 1_000;

/** What follows from numbers that were counted anew, in the transaction that counted them. */
export async function afterCounting(
  ctx: Ctx,
  { userIds, longerStreaks }: { userIds: readonly string[]; longerStreaks: readonly string[] },
): Promise<void> {
  for (const some of chunksOf(userIds, mostMembers)) await awardBadges(ctx, { userIds: some });
  if (longerStreaks.length === 0 || !(await rewardsStreaks(ctx))) return;
  const payloads = longerStreaks.map((userId) => ({ companyId: ctx.companyId, userId }));
  await transact(ctx, (tx) => enqueueEach(ctx, tx, "evaluate-rewards", payloads));
}
