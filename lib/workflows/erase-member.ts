import { declineAffiliate, findAffiliateOf, suspendAffiliate } from "../affiliates/index.ts";
import type { Ctx } from "../core/context.ts";
import { say, storeTold } from "../core/said.ts";
import type { JobPayload } from "../jobs/index.ts";
import { carryOutErasure } from "../privacy/index.ts";

/** Somebody asked to be forgotten. Nobody can be paid from then on, so nothing more is earned. */
export async function handle(
  ctx: Ctx,
  { userId, giveUpEarnings }: JobPayload<"erase-member">,
): Promise<void> {
  await carryOutErasure(ctx, { userId, giveUpEarnings });
  // Nobody takes them on from here on.
  const affiliate = await findAffiliateOf(ctx, userId);
  const reason = storeTold(say("privacy.wasErased"));
  if (affiliate?.status === "applied") await declineAffiliate(ctx, { id: affiliate.id, reason });
  if (affiliate?.status === "active") await suspendAffiliate(ctx, { id: affiliate.id, reason });
}
