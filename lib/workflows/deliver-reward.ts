import type { Ctx } from "../core/context.ts";
import type { JobPayload } from "../jobs/index.ts";
import { deliverReward } from "../rewards/index.ts";

/** A reward is to reach its member, or somebody has to find out whether it did. */
export async function handle(ctx: Ctx, { deliveryId }: JobPayload<"deliver-reward">): Promise<void> {
  await deliverReward(ctx, { deliveryId });
}
