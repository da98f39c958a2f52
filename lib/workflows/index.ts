import type { Ctx } from "../core/context.ts";
import { type JobName, type JobPayload, jobCatalog } from "../jobs/index.ts";
import { handle as advanceCampaign } from "./advance-campaign.ts";
import { handle as archiveCheckoutCode } from "./archive-checkout-code.ts";
import { handle as compareStats } from "./compare-stats.ts";
import { handle as createCheckout } from "./create-checkout.ts";
import { handle as dailyMetrics } from "./daily-metrics.ts";
import { handle as deliverReward } from "./deliver-reward.ts";
import { handle as eraseMember } from "./erase-member.ts";
import { handle as evaluateRewards } from "./evaluate-rewards.ts";
import { handle as expireRedemption } from "./expire-redemption.ts";
import { handle as makeCheckoutCode } from "./make-checkout-code.ts";
import { handle as makeExport } from "./make-export.ts";
import { handle as payItem } from "./pay-item.ts";
import { handle as processParked } from "./process-parked.ts";
import { handle as readPaymentFees } from "./read-payment-fees.ts";
import { handle as readyPayout } from "./ready-payout.ts";
import { handle as reconcile } from "./reconcile.ts";
import { handle as refreshCatalog } from "./refresh-catalog.ts";
import { handle as refreshMemberStats } from "./refresh-member-stats.ts";
import { handle as refreshProfile } from "./refresh-profile.ts";
import { handle as refreshTrust } from "./refresh-trust.ts";
import { handle as releaseRedemption } from "./release-redemption.ts";
import { handle as removeExports } from "./remove-exports.ts";
import { handle as rollUpClicks } from "./roll-up-clicks.ts";
import { handle as schedulePayout } from "./schedule-payout.ts";
import { handle as scoreCampaigns } from "./score-campaigns.ts";
import { handle as sendNotifications } from "./send-notifications.ts";
import { handle as settleAffiliates } from "./settle-affiliates.ts";
import { handle as settleCommissions } from "./settle-commissions.ts";
import { handle as settleReferral } from "./settle-referral.ts";
import { handle as settleRewardPayables } from "./settle-reward-payables.ts";
import { handle as tellCampaign } from "./tell-campaign.ts";
import { handle as tellTeam } from "./tell-team.ts";

/** A run of a job, for handlers that take long enough for somebody to watch. */
export type JobRun = { progress(done: number, total?: number | null): Promise<void> };

const unwatched: JobRun = { progress: async () => {} };

/** Does jobs of one company. There is more than one only of those kinds that the catalog has done together. */
type Handler<N extends JobName> = (
  ctx: Ctx,
  payloads: readonly JobPayload<N>[],
  run: JobRun,
) => Promise<void>;
type Handlers = { [N in JobName]: Handler<N> };

function one<N extends JobName>(
  handle: (ctx: Ctx, payload: JobPayload<N>, run: JobRun) => Promise<void>,
): Handler<N> {
  return async (ctx, payloads, run) => {
    for (const payload of payloads) await handle(ctx, payload, run);
  };
}

/** Every job of the catalog, and who does it. */
const handlers: Handlers = {
  "settle-referral": settleReferral,
  "settle-affiliates": one(settleAffiliates),
  "settle-commissions": settleCommissions,
  "read-payment-fees": one(readPaymentFees),
  "advance-campaign": one(advanceCampaign),
  "score-campaigns": scoreCampaigns,
  "create-checkout": one(createCheckout),
  "evaluate-rewards": evaluateRewards,
  "deliver-reward": one(deliverReward),
  "make-checkout-code": one(makeCheckoutCode),
  "archive-checkout-code": one(archiveCheckoutCode),
  "settle-reward-payables": settleRewardPayables,
  "release-redemption": one(releaseRedemption),
  "expire-redemption": one(expireRedemption),
  "pay-item": one(payItem),
  "ready-payout": one(readyPayout),
  "schedule-payout": one(schedulePayout),
  "roll-up-clicks": one(rollUpClicks),
  "refresh-member-stats": refreshMemberStats,
  "refresh-trust": refreshTrust,
  "daily-metrics": one(dailyMetrics),
  "compare-stats": one(compareStats),
  "refresh-catalog": one(refreshCatalog),
  "refresh-profile": one(refreshProfile),
  reconcile: one(reconcile),
  "erase-member": one(eraseMember),
  "make-export": one(makeExport),
  "remove-exports": one(removeExports),
  "send-notifications": one(sendNotifications),
  "tell-campaign": one(tellCampaign),
  "tell-team": one(tellTeam),
  "process-parked": one(processParked),
};

/** The company of a payload that the catalog accepts. @throws when it does not */
export function companyOfJob(name: JobName, payload: unknown): string {
  const parsed: { companyId: string } = jobCatalog[name].payload.parse(payload);
  return parsed.companyId;
}

/** Does jobs of one kind and company. Doing them again, also at the same time, changes nothing more. */
export async function runJobs<N extends JobName>(
  ctx: Ctx,
  name: N,
  payloads: readonly unknown[],
  run: JobRun = unwatched,
): Promise<void> {
  await handlers[name](
    ctx,
    payloads.map((payload) => parsePayload(name, payload)),
    run,
  );
}

export async function runJob(ctx: Ctx, name: JobName, payload: unknown): Promise<void> {
  await runJobs(ctx, name, [payload]);
}

/** The catalog's schema of one name gives that name's payload, which the union of all of them has forgotten. */
function parsePayload<N extends JobName>(name: N, payload: unknown): JobPayload<N> {
  return jobCatalog[name].payload.parse(payload) as JobPayload<N>;
}
