import type { Ctx } from "../core/context.ts";
import type { JobPayload } from "../jobs/index.ts";
import { releaseRedemption } from "../rewards/index.ts";

/** A reward's hold is over. */
export async function handle(ctx: Ctx, { redemptionId }: JobPayload<"release-redemption">): Promise<void> {
  await releaseRedemption(ctx, { redemptionId });
}
