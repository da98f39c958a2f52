import type { Ctx } from "../core/context.ts";
import type { JobPayload } from "../jobs/index.ts";
import { schedulePayout } from "../payouts/index.ts";

/** A day of the payout schedule has come, or the schedule was changed. */
export async function handle(ctx: Ctx, { cutoffAt }: JobPayload<"schedule-payout">): Promise<void> {
  await schedulePayout(ctx, cutoffAt === undefined ? {} : { cutoffAt });
}
