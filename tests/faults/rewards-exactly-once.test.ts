import { afterEach, expect, it } from "vitest";
import { createReward, retryDelivery } from "#lib/rewards/index.ts";
import { asOwner, makeMember } from "#tests/support/factories.ts";
import { times } from "#tests/support/long-form.ts";
import {
  addReferrals,
  balanceOf,
  deliveriesIn,
  giveMembership,
  makeCommunity,
  openRewardStage,
  type RewardStage,
  redemptionsIn,
  tenPercent,
  tenPoints,
  weekFree,
} from "#tests/support/rewards.ts";

const members = times(25, 250);
const day = 86_400_000;

/** Each kind as often as the others, so that three calls in ten go wrong. */
const kinds = ["applied_then_timeout", "applied_then_500", "reset", "429", "409", "truncated"] as const;
const rate = 1 - 0.7 ** (1 / kinds.length);
const faults = kinds.map((kind, index) => ({ match: "*", kind, rate, seed: 100 + index }));

let stage: RewardStage | undefined;
afterEach(async () => stage?.close());

it.each(["all", "none"])(
  "with three calls in ten going wrong, each reward is delivered exactly once (Whop keeps %s of its promises about keys)",
  async (idempotencyKeys) => {
    stage = await openRewardStage({ timeouts: { read: 1_000, change: 1_000 } });
    const { services, sandbox } = stage;
    const community = await makeCommunity(stage);
    const { companyId, system, owner } = community;
    const asTeam = asOwner(services, companyId, owner);
    await createReward(asTeam, tenPercent({ threshold: 1 }));
    await createReward(asTeam, weekFree({ threshold: 1 }));
    await createReward(asTeam, weekFree({ threshold: 2, name: "Two days", rewardData: { days: 2 } }));
    await createReward(asTeam, tenPoints());
    const memberships: { id: string; endBefore: number }[] = [];
    for (let index = 0; index < members; index += 1) {
      const member = await makeMember(system);
      const id = giveMembership(stage, community, member.whopUserId);
      memberships.push({ id, endBefore: Date.parse(sandbox.world.memberships.get(id).periodEnd ?? "") });
      await addReferrals(system, member.id, 2);
      services.jobs.sent.push({ name: "evaluate-rewards", payload: { companyId, userId: member.id } });
    }
    await stage.settings({ idempotencyKeys, faults });

    await stage.runUntilQuiet(30, { workers: 8 });
    // Ten tries may all go wrong; then it waits for the team, who has it tried again.
    for (const { id, state } of await deliveriesIn(system))
      if (state === "held") await retryDelivery(asTeam, { id });
    await stage.runUntilQuiet(30, { workers: 8 });

    const redemptions = await redemptionsIn(system);
    expect(redemptions.map(({ status }) => status)).toEqual(Array(5 * members).fill("granted"));
    const deliveries = await deliveriesIn(system);
    expect(deliveries.map(({ state }) => state)).toEqual(Array(5 * members).fill("applied"));
    for (const { userId } of redemptions) expect(await balanceOf(system, userId)).toBe(20n);
    const calls = sandbox.world.requests.newestFirst();
    expect(calls.filter(({ fault }) => fault !== null).length).toBeGreaterThan(calls.length / 5);

    const codes = sandbox.world.promoCodes.where((row) => row.companyId === companyId);
    expect(codes).toHaveLength(members);
    const shown = deliveries.flatMap(({ proof }) => Object(proof).code ?? []);
    expect(new Set(shown)).toEqual(new Set(codes.map(({ code }) => code)));
    const added = memberships.map(
      ({ id, endBefore }) =>
        (Date.parse(sandbox.world.memberships.get(id).periodEnd ?? "") - endBefore) / day,
    );
    expect(added).toEqual(Array(members).fill(9));
  },
);
