import type { Ctx } from "../core/context.ts";
import type { JobPayload } from "../jobs/index.ts";
import { carryOutErasure } from "../privacy/index.ts";

/** Somebody asked to be forgotten. */
export async function handle(
  ctx: Ctx,
  { userId, giveUpEarnings }: JobPayload<"erase-member">,
): Promise<void> {
  await carryOutErasure(ctx, { userId, giveUpEarnings });
}
