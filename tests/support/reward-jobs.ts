import type { Services } from "#lib/core/services.ts";
import { sweepTimers } from "#lib/jobs/index.ts";
import { settleRewardPayables } from "#lib/payouts/index.ts";
import {
  ArchiveCheckoutCodeInput,
  archiveCheckoutCode,
  deliverReward,
  evaluateRewards,
  expireRedemption,
  makeCheckoutCode,
  releaseRedemption,
} from "#lib/rewards/index.ts";
import { asSystem, type SentJob, type TestServices } from "./context.ts";

/** Runs one job of this domain as the worker does. */
export async function runJob(services: Services | TestServices, { name, payload }: SentJob): Promise<void> {
  const ctx = asSystem(services, String(payload.companyId), name);
  const id = (field: string) => String(payload[field]);
  switch (name) {
    case "evaluate-rewards":
      return evaluateRewards(ctx, { userIds: [id("userId")] });
    case "release-redemption":
      return releaseRedemption(ctx, { redemptionId: id("redemptionId") });
    case "expire-redemption":
      return expireRedemption(ctx, { redemptionId: id("redemptionId") });
    case "make-checkout-code":
      return makeCheckoutCode(ctx, { rewardId: id("rewardId") });
    case "archive-checkout-code":
      return archiveCheckoutCode(ctx, asCheckoutCode(payload));
    case "settle-reward-payables":
      return settleRewardPayables(ctx, { userIds: [id("userId")] });
    case "deliver-reward":
      return deliverReward(ctx, { deliveryId: id("deliveryId") });
  }
}

function asCheckoutCode({ companyId: _, ...which }: SentJob["payload"]): ArchiveCheckoutCodeInput {
  return ArchiveCheckoutCodeInput.parse(which);
}

export type RunOptions = {
  /** Jobs under way at once. */
  workers?: number;
  run?(job: SentJob): Promise<void>;
};

/** Runs what is due now, and what follows from it at once. Returns how many jobs there were. */
export async function runJobs(services: TestServices, options: RunOptions = {}): Promise<number> {
  const { workers = 1, run = (job) => runJob(services, job) } = options;
  let number = 0;
  for (;;) {
    await sweepTimers(services);
    const jobs = services.jobs.sent.splice(0);
    if (jobs.length === 0) return number;
    const once = [...new Map(jobs.map((job) => [JSON.stringify([job.name, job.payload]), job])).values()];
    number += once.length;
    const worker = async () => {
      for (let job = once.shift(); job; job = once.shift()) await run(job);
    };
    await Promise.all(Array.from({ length: workers }, worker));
  }
}

export async function runUntilQuiet(
  services: TestServices,
  days: number,
  advance: (ms: number) => void,
  options: RunOptions = {},
): Promise<void> {
  const end = services.clock.now().getTime() + days * 86_400_000;
  for (;;) {
    await runJobs(services, options);
    const next = await nextTimer(services);
    if (next === null || next.getTime() > end) return;
    advance(Math.max(0, next.getTime() - services.clock.now().getTime()));
  }
}

async function nextTimer(services: TestServices): Promise<Date | null> {
  const rows = await services.db.withMachinery((tx) =>
    tx.query.timers.findMany({ orderBy: (t, { asc }) => asc(t.dueAt), limit: 1 }),
  );
  return rows[0]?.dueAt ?? null;
}
