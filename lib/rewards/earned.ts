import type { Ctx } from "../core/context.ts";
import { confirmedTimes } from "../referrals/index.ts";

/** When each of a member's referrals that count now converted, by Whop's time, first to last. */
export async function countedReferrals(ctx: Ctx, userId: string): Promise<Date[]> {
  return confirmedTimes(ctx, { userId });
}
