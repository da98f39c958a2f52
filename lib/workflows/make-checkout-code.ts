import type { Ctx } from "../core/context.ts";
import type { JobPayload } from "../jobs/index.ts";
import { makeCheckoutCode } from "../rewards/index.ts";

/** A discount for whoever joins was added, changed or ended: the links' checkouts follow. */
export async function handle(ctx: Ctx, { rewardId }: JobPayload<"make-checkout-code">): Promise<void> {
  await makeCheckoutCode(ctx, { rewardId });
}
