import type { Ctx } from "../core/context.ts";
import type { JobPayload } from "../jobs/index.ts";
import { readyItems } from "../payouts/index.ts";

/** A payout was started that a person pays by a list: what each of the affiliates gets is fixed. */
export async function handle(ctx: Ctx, { payoutId }: JobPayload<"ready-payout">): Promise<void> {
  await readyItems(ctx, { payoutId });
}
