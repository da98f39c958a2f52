import { settleAffiliatesAmong } from "../affiliates/index.ts";
import { bindClaims } from "../claims/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { screenReferrals } from "../fraud/index.ts";
import type { JobPayload } from "../jobs/index.ts";
import { enqueue, enqueueEach } from "../jobs/index.ts";
import { learnHistories, settleReferrals, tellReferrers } from "../referrals/index.ts";
import { evaluateAmong } from "../rewards/index.ts";
import { scoreAmong } from "../standings/index.ts";

/**
 * Facts of these people changed: decide whose referrals they are, screen them, and tell whoever depends on it. All
 * of it is one transaction; a further domain whose books follow from a person's facts joins it here, with
 * `settled.people`, which carries their facts and referrals.
 */
export async function handle(ctx: Ctx, payloads: readonly JobPayload<"settle-referral">[]): Promise<void> {
  const whopUserIds = payloads.map(({ whopUserId }) => whopUserId);
  const unchecked = await learnHistories(ctx, whopUserIds);
  await transact(ctx, async (tx, ctx) => {
    const { companyId } = ctx;
    const settled = await settleReferrals(ctx, {
      people: whopUserIds.map((id) => ({ whopUserId: id, historyUnchecked: unchecked.has(id) })),
    });
    // Also one that was refunded since: whether the refund or the payment was told first is all one.
    const paid = settled.people.flatMap(({ referral }) => (referral?.convertedAt ? [referral.id] : []));
    const members = settled.people.map(({ attribution }) => attribution.member);
    const screened = await screenReferrals(ctx, {
      referralIds: paid,
      settled: {
        moved: settled.moved,
        people: members.map(({ id, whopUserId }) => ({ id, whopUserId })),
      },
    });
    const verdicts = new Map(screened.changed.map((referral) => [referral.id, referral]));
    await tellReferrers(
      ctx,
      settled.people.flatMap(({ referral, attribution }) =>
        referral ? [{ referral: verdicts.get(referral.id) ?? referral, referred: attribution.member }] : [],
      ),
    );
    const userIds = [
      ...new Set([...settled.referrerIds, ...screened.changed.map((referral) => referral.referrerId)]),
    ];
    // Commissions follow from more than conversions show: when a payment was contested counts for tiers, say.
    const broughtBy = settled.people.flatMap(({ referral }) => (referral ? [referral.referrerId] : []));
    const again = [...new Set([...settled.alsoSettle, ...screened.alsoSettle])];
    await Promise.all([
      evaluateAmong(ctx, { referrerIds: userIds, refereeIds: members.map(({ id }) => id) }),
      settleAffiliatesAmong(ctx, [...new Set([...userIds, ...broughtBy])]),
      bindClaims(ctx, members),
      scoreAmong(ctx, {
        userIds,
        alsoIds: settled.people.flatMap(({ referral }) => referral?.referrerId ?? []),
      }),
      userIds.length > 0 ? enqueue(ctx, tx, "refresh-member-stats", { companyId, userIds }) : undefined,
      userIds.length > 0 ? enqueue(ctx, tx, "refresh-trust", { companyId, userIds }) : undefined,
      enqueueEach(
        ctx,
        tx,
        "settle-referral",
        again.map((id) => ({ companyId, whopUserId: id })),
      ),
    ]);
  });
}
