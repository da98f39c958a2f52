import { dayMs } from "../core/clock.ts";
import type { Ctx } from "../core/context.ts";
import { say } from "../core/said.ts";
import { type Member, toldName } from "../members/index.ts";
import { type News, notify } from "../notifications/index.ts";
import type { ReferralRow } from "./referral-row.ts";

/** Of what was found out about the past nobody is told as if it were news. */
const newsForMs = 3 * dayMs;

/** Tells referrers that somebody joined through their link, or counts now; each of it once. */
export async function tellReferrers(
  ctx: Ctx,
  referrals: readonly { referral: ReferralRow; referred: Pick<Member, "name" | "username" | "whopUserId"> }[],
): Promise<void> {
  const since = new Date(ctx.clock.now().getTime() - newsForMs);
  const news = referrals.flatMap(({ referral, referred }): News[] => {
    const { id, referrerId, status, signedUpAt, convertedAt } = referral;
    const member = toldName(referred);
    const to = { recipient: referrerId, subject: `referral:${id}`, restPath: `/activity/${id}` };
    if (status === "pending" && signedUpAt >= since) {
      return [{ ...to, kind: "joined", told: say("notification.joined", { member }) }];
    }
    if (!counts(referral) || convertedAt === null || convertedAt < since) return [];
    return [{ ...to, kind: "counted", told: say("notification.counted", { member }) }];
  });
  await notify(ctx, news);
}

function counts({ status, review, isVerified, holdReason }: ReferralRow): boolean {
  const isConverted = status === "converted" || status === "activated";
  const isHonest = (review === "clear" || review === "released") && isVerified;
  return isConverted && isHonest && holdReason === null;
}
