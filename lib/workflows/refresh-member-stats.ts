import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { enqueue, type JobPayload } from "../jobs/index.ts";
import { memberPages, refreshMemberStats } from "../stats/index.ts";
import { afterCounting } from "./after-counting.ts";

/** As many as a refresh takes. */
const mostMembers = 1_000;

/** Members' numbers are to be counted anew: one count covers all who are named, however often. */
export async function handle(
  ctx: Ctx,
  payloads: readonly JobPayload<"refresh-member-stats">[],
): Promise<void> {
  const userIds = [...new Set(payloads.flatMap((payload) => payload.userIds ?? []))];
  for (let from = 0; from < userIds.length; from += mostMembers) {
    const some = userIds.slice(from, from + mostMembers);
    await transact(ctx, async (_tx, ctx) => {
      const { longerStreaks } = await refreshMemberStats(ctx, { userIds: some });
      await afterCounting(ctx, { userIds: some, longerStreaks });
    });
  }
  if (payloads.some((payload) => payload.userIds === undefined)) await refreshEverybody(ctx);
}

/** Piece by piece, so that others come in between. */
async function refreshEverybody(ctx: Ctx): Promise<void> {
  const { companyId } = ctx;
  await transact(ctx, async (tx, ctx) => {
    for await (const userIds of memberPages(ctx, mostMembers))
      await enqueue(ctx, tx, "refresh-member-stats", { companyId, userIds });
  });
}
