import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { screenReferral } from "../fraud/index.ts";
import type { JobPayload } from "../jobs/index.ts";
import { enqueue, enqueueEach } from "../jobs/index.ts";
import { learnHistory, settleReferral } from "../referrals/index.ts";

/** Facts of a person changed: decide whose referral they are, screen it, and tell whoever depends on it. */
export async function handle(ctx: Ctx, { whopUserId }: JobPayload<"settle-referral">): Promise<void> {
  const history = await learnHistory(ctx, whopUserId);
  await transact(ctx, async (tx, ctx) => {
    const { companyId } = ctx;
    const settled = await settleReferral(ctx, { whopUserId, historyUnchecked: history === "unchecked" });
    const { referral } = settled;
    // Also one that was refunded since: whether the refund or the payment was told first is all one.
    const isPaid = referral !== null && referral.convertedAt !== null;
    const screened = isPaid ? await screenReferral(ctx, { referralId: referral.id }) : null;
    const touched = new Set(settled.referrerIds);
    if (screened?.changed && referral) touched.add(referral.referrerId);
    const again = [...new Set([...settled.alsoSettle, ...(screened?.alsoSettle ?? [])])];
    const userIds = [...touched];
    await Promise.all([
      enqueueEach(
        ctx,
        tx,
        "evaluate-rewards",
        userIds.map((userId) => ({ companyId, userId })),
      ),
      userIds.length > 0 ? enqueue(ctx, tx, "refresh-member-stats", { companyId, userIds }) : undefined,
      enqueueEach(
        ctx,
        tx,
        "settle-referral",
        again.map((id) => ({ companyId, whopUserId: id })),
      ),
    ]);
  });
}
