import type { Ctx } from "../core/context.ts";
import type { JobPayload } from "../jobs/index.ts";
import { refreshMemberStats } from "../stats/index.ts";

export async function handle(ctx: Ctx, { userIds }: JobPayload<"refresh-member-stats">): Promise<void> {
  await refreshMemberStats(ctx, { userIds });
}
