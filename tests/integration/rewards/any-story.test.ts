import { eq } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { rewards } from "#db/schema/index.ts";
import { AppError } from "#lib/core/errors.ts";
import { sentenceOf } from "#lib/core/said.ts";
import {
  approveRedemption,
  claimRedemption,
  createReward,
  evaluateRewards,
  rejectRedemption,
  retryDelivery,
} from "#lib/rewards/index.ts";
import { asMember, asOwner, makeMember } from "#tests/support/factories.ts";
import {
  addReferrals,
  deliveriesIn,
  makeCommunity,
  openRewardStage,
  type RewardStage,
  redemptionsIn,
  refundReferral,
  tenPercent,
} from "#tests/support/rewards.ts";

let stage: RewardStage;
beforeAll(async () => {
  stage = await openRewardStage({ timeouts: { read: 300, change: 300 } });
});
afterAll(async () => stage?.close());

type Reward = { threshold: number; autoApply: boolean; holdDays: number; onReversal: "keep" | "reverse" };

const rewardTerms: fc.Arbitrary<Reward> = fc.record({
  threshold: fc.integer({ min: 1, max: 2 }),
  autoApply: fc.boolean(),
  holdDays: fc.constantFrom(0, 2),
  onReversal: fc.constantFrom("keep", "reverse"),
});

const happenings = [
  "refer",
  "refund",
  "refund_fails",
  "evaluate",
  "work",
  "day",
  "approve",
  "reject",
  "claim",
  "retry",
  "lose_answer",
  "refuse",
] as const;
type Happening = (typeof happenings)[number];

const story = fc.array(fc.constantFrom(...happenings), { minLength: 4, maxLength: 18 });

/** One member, one reward of a pool of one, and whatever may happen to them. */
async function openStory(terms: Reward) {
  const { services, sandbox } = stage;
  const { companyId, system, owner } = await makeCommunity(stage);
  const team = asOwner(services, companyId, owner);
  await createReward(team, tenPercent({ ...terms, stock: 1 }));
  const member = await makeMember(system);
  const asOne = asMember(services, companyId, member);
  const live: string[] = [];
  const refunded: string[] = [];
  const latest = async () => (await redemptionsIn(system)).sort((a, b) => a.occurrence - b.occurrence).at(-1);
  const evaluate = () => evaluateRewards(system, { userIds: [member.id] });
  const happen: Record<Happening, () => Promise<unknown>> = {
    refer: async () => live.push(...(await addReferrals(system, member.id, 1))),
    refund: () => move(live, refunded, false),
    refund_fails: () => move(refunded, live, true),
    evaluate,
    work: () => stage.runJobs({ workers: 2 }),
    day: async () => stage.advance(86_400_000),
    approve: async () => approveRedemption(team, { id: String((await latest())?.id) }),
    reject: async () => rejectRedemption(team, { id: String((await latest())?.id), reason: "a test" }),
    claim: async () => claimRedemption(asOne, { id: String((await latest())?.id) }),
    retry: async () => retryDelivery(team, { id: String((await deliveriesIn(system)).at(-1)?.id) }),
    lose_answer: () =>
      stage.settings({ faults: [{ match: "POST /promo_codes", kind: "applied_then_500", times: 1 }] }),
    refuse: () => stage.settings({ faults: [{ match: "POST /promo_codes", kind: "403", times: 1 }] }),
  };
  async function move(from: string[], to: string[], back: boolean) {
    const id = from.pop();
    if (!id) return;
    await refundReferral(system, id, back);
    to.push(id);
  }
  return {
    companyId,
    system,
    happen,
    evaluate,
    latest,
    counted: () => live.length,
    codes: () => sandbox.world.promoCodes.where((row) => row.companyId === companyId),
  };
}

type Story = Awaited<ReturnType<typeof openStory>>;

/** What holds after every single step, whatever came before. */
async function checkAlways({ system, codes, companyId }: Story): Promise<void> {
  const redemptions = await redemptionsIn(system);
  const grants = (await deliveriesIn(system)).filter(({ direction }) => direction === "grant");
  expect(codes().length, "one code at most for each redemption").toBeLessThanOrEqual(redemptions.length);
  expect(new Set(codes().map(({ code }) => code)).size).toBe(codes().length);
  expect(codes().filter(({ status }) => status === "active").length).toBeLessThanOrEqual(1);
  expect(
    redemptions.filter(({ status }) => status !== "cancelled").length,
    "one that counts",
  ).toBeLessThanOrEqual(1);
  for (const { id, status } of redemptions) {
    if (status !== "granted" && status !== "claimed") continue;
    expect(grants.find(({ redemptionId }) => redemptionId === id)?.state).toBe("applied");
  }
  const [reward] = await system.db.withTenant(companyId, "test", (tx) =>
    tx.select().from(rewards).where(eq(rewards.companyId, companyId)),
  );
  expect(reward?.stockTaken, "the pool is counted right").toBe(
    redemptions.filter(({ holdsStock }) => holdsStock).length,
  );
}

/** Once the dust has settled, what the member has follows from the facts and from what the team decided. */
async function checkEnd({ latest, counted, codes, evaluate, system }: Story, terms: Reward): Promise<void> {
  await stage.settings({ faults: [] });
  await evaluate();
  await stage.runUntilQuiet(10);
  await evaluate();
  await stage.runUntilQuiet(10);
  const end = await latest();
  const active = codes().filter(({ status }) => status === "active").length;
  const isEarned = counted() >= terms.threshold;
  const isDelivered = end?.status === "granted" || end?.status === "claimed";
  expect(active).toBe(isDelivered ? 1 : 0);
  if (isEarned && end?.rejectedBy === null && terms.autoApply) {
    const waitsForPerson = end.status === "held" || end.status === "failed";
    expect(isDelivered || waitsForPerson, `earned, but ${end.status}`).toBe(true);
  }
  if (!isEarned && isDelivered) {
    expect(terms.onReversal).toBe("keep");
    expect(sentenceOf(end?.statusReason ?? "")).toContain("is kept");
  }
  if (!isEarned && end && !isDelivered) expect(end.status).toBe("cancelled");
  const settled = await redemptionsIn(system);
  await evaluate();
  expect(await redemptionsIn(system), "settling again changes nothing").toEqual(settled);
}

it("whatever happens in whatever order, each redemption has one code at most and the end follows from the facts", async () => {
  await fc.assert(
    fc.asyncProperty(rewardTerms, story, async (terms, steps) => {
      await stage.settings({ faults: [] });
      const told = await openStory(terms);
      for (const step of steps) {
        await told.happen[step]().catch((error: unknown) => {
          // A person may ask for what is not possible now; the verbs say so and change nothing.
          if (!(error instanceof AppError)) throw error;
        });
        await checkAlways(told);
      }
      await checkEnd(told, terms);
    }),
    { numRuns: 40 },
  );
});
