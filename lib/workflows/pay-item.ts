import type { Ctx } from "../core/context.ts";
import type { JobPayload } from "../jobs/index.ts";
import { payItem } from "../payouts/index.ts";

/** An affiliate is to be paid, or somebody has to find out whether they were. */
export async function handle(ctx: Ctx, { itemId }: JobPayload<"pay-item">): Promise<void> {
  await payItem(ctx, { itemId });
}
