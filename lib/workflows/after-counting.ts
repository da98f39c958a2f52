import { awardBadges } from "../badges/index.ts";
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
  for (let from = 0; from < userIds.length; from += mostMembers) {
    await awardBadges(ctx, { userIds: userIds.slice(from, from + mostMembers) });
  }
  if (longerStreaks.length === 0 || !(await rewardsStreaks(ctx))) return;
  const payloads = longerStreaks.map((userId) => ({ companyId: ctx.companyId, userId }));
  await transact(ctx, (tx) => enqueueEach(ctx, tx, "evaluate-rewards", payloads));
}
