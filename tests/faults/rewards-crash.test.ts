import { afterEach, expect, it } from "vitest";
import type { Services } from "#lib/core/services.ts";
import { type CreateRewardInput, createReward } from "#lib/rewards/index.ts";
import { isSurvived } from "#tests/support/doom.ts";
import { asOwner, makeMember } from "#tests/support/factories.ts";
import { runJob } from "#tests/support/reward-jobs.ts";
import {
  addReferrals,
  balanceOf,
  giveMembership,
  makeCommunity,
  openRewardStage,
  type RewardStage,
  redemptionsIn,
  tenPercent,
  tenPoints,
  weekFree,
} from "#tests/support/rewards.ts";
import { runDue, timerQueue } from "#tests/support/timer-queue.ts";

/** More than any of the ways has; the loop ends where a worker comes through alive. */
const mostSteps = 60;

let stage: RewardStage | undefined;
afterEach(async () => stage?.close());

it.each<[string, CreateRewardInput]>([
  ["promo code", tenPercent({ threshold: 1 })],
  ["week of free days", weekFree({ threshold: 1 })],
  ["number of points", tenPoints()],
])(
  "a worker killed at any step of delivering a %s changes nothing about what the member gets",
  async (_what, reward) => {
    stage = await openRewardStage();
    const { sandbox, database } = stage;
    const { clock } = stage.services;
    const services: Services = { ...stage.services, jobs: timerQueue(clock.now) };
    let survived = false;
    let killed = 0;
    for (let step = 1; !survived && step <= mostSteps; step += 1) {
      const community = await makeCommunity({ services: stage.services, sandbox });
      const { companyId, system, owner } = community;
      await createReward(asOwner(services, companyId, owner), reward);
      const member = await makeMember(system);
      const membershipId = giveMembership(stage, community, member.whopUserId);
      const endBefore = Date.parse(sandbox.world.memberships.get(membershipId).periodEnd ?? "");
      await addReferrals(system, member.id, 1);
      await services.db.withTenant(companyId, "test", (tx) =>
        services.jobs.send(tx, "evaluate-rewards", [{ companyId, userId: member.id }]),
      );

      survived = await isSurvived({
        appUrl: database.appUrl,
        sandbox: sandbox.origin,
        now: clock.now(),
        step,
      });
      if (!survived) killed += 1;
      // Another worker takes up what is on the queue, and what the clock brings later.
      for (let minutes = 0; minutes < 5; minutes += 1) {
        await runDue(services, (job) => runJob(services, job));
        stage.advance(60_000);
      }

      const [redemption] = await redemptionsIn(system);
      expect(redemption?.status, `killed at step ${step}`).toBe("granted");
      const codes = sandbox.world.promoCodes.where((row) => row.companyId === companyId);
      const endAfter = Date.parse(sandbox.world.memberships.get(membershipId).periodEnd ?? "");
      const got = {
        codes: codes.length,
        days: (endAfter - endBefore) / 86_400_000,
        points: Number(await balanceOf(system, member.id)),
      };
      const nothing = { codes: 0, days: 0, points: 0 };
      const owed = { discount: { codes: 1 }, free_days: { days: 7 }, points: { points: 10 } };
      const gets = Object.entries(owed).find(([type]) => type === reward.rewardType)?.[1];
      expect(got, `killed at step ${step}`).toEqual({ ...nothing, ...gets });
    }
    expect(survived).toBe(true);
    // What needs no call to Whop has fewer steps.
    expect(killed).toBeGreaterThan(reward.rewardType === "points" ? 3 : 8);
  },
);
