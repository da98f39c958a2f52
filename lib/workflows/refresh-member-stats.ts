import type { Ctx } from "../core/context.ts";
import type { JobPayload } from "../jobs/index.ts";
import { refreshMemberStats } from "../stats/index.ts";

/** As many as a refresh takes. */
const mostMembers = 1_000;

/** Members' numbers are to be counted anew: one count covers all who are named, however often. */
export async function handle(
  ctx: Ctx,
  payloads: readonly JobPayload<"refresh-member-stats">[],
): Promise<void> {
  const userIds = [...new Set(payloads.flatMap((payload) => payload.userIds))];
  for (let from = 0; from < userIds.length; from += mostMembers) {
    await refreshMemberStats(ctx, { userIds: userIds.slice(from, from + mostMembers) });
  }
}
