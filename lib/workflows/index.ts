import type { Ctx } from "../core/context.ts";
import { type JobName, type JobPayload, jobCatalog } from "../jobs/index.ts";
import { handle as backfillMemberships } from "./backfill-memberships.ts";
import { handle as createCheckout } from "./create-checkout.ts";
import { handle as dailyMetrics } from "./daily-metrics.ts";
import { handle as deliverReward } from "./deliver-reward.ts";
import { handle as evaluateRewards } from "./evaluate-rewards.ts";
import { handle as expireRedemption } from "./expire-redemption.ts";
import { handle as processParked } from "./process-parked.ts";
import { handle as refreshCatalog } from "./refresh-catalog.ts";
import { handle as refreshMemberStats } from "./refresh-member-stats.ts";
import { handle as refreshProfile } from "./refresh-profile.ts";
import { handle as releaseRedemption } from "./release-redemption.ts";
import { handle as rollUpClicks } from "./roll-up-clicks.ts";
import { handle as settleReferral } from "./settle-referral.ts";

/** A run of a job, for handlers that take long enough for somebody to watch. */
export type JobRun = { progress(done: number, total?: number | null): Promise<void> };

const unwatched: JobRun = { progress: async () => {} };

type Handlers = {
  [N in JobName]: (ctx: Ctx, payload: JobPayload<N>, run: JobRun) => Promise<void>;
};

/** Every job of the catalog, and who does it. */
const handlers: Handlers = {
  "settle-referral": settleReferral,
  "create-checkout": createCheckout,
  "evaluate-rewards": evaluateRewards,
  "deliver-reward": deliverReward,
  "release-redemption": releaseRedemption,
  "expire-redemption": expireRedemption,
  "roll-up-clicks": rollUpClicks,
  "refresh-member-stats": refreshMemberStats,
  "daily-metrics": dailyMetrics,
  "refresh-catalog": refreshCatalog,
  "refresh-profile": refreshProfile,
  "backfill-memberships": backfillMemberships,
  "process-parked": processParked,
};

/** The company of a payload that the catalog accepts. @throws when it does not */
export function companyOfJob(name: JobName, payload: unknown): string {
  const parsed: { companyId: string } = jobCatalog[name].payload.parse(payload);
  return parsed.companyId;
}

/** Does a job. Doing it again, also at the same time, changes nothing more. */
export async function runJob<N extends JobName>(
  ctx: Ctx,
  name: N,
  payload: unknown,
  run: JobRun = unwatched,
): Promise<void> {
  await handlers[name](ctx, parsePayload(name, payload), run);
}

/** The catalog's schema of one name gives that name's payload, which the union of all of them has forgotten. */
function parsePayload<N extends JobName>(name: N, payload: unknown): JobPayload<N> {
  return jobCatalog[name].payload.parse(payload) as JobPayload<N>;
}
