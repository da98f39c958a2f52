import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { campaignPoints, campaigns } from "#db/schema/index.ts";
import { transact } from "#lib/core/context.ts";
import { newId } from "#lib/core/ids.ts";
import { checkBooks } from "#lib/ledger/index.ts";
import { type CreateRewardInput, createReward, evaluateRewards } from "#lib/rewards/index.ts";
import { asOwner, makeMember } from "#tests/support/factories.ts";
import {
  activateReferral,
  addReferralOf,
  addReferrals,
  balanceOf,
  makeCommunity,
  openRewardStage,
  type RewardStage,
  redemptionsIn,
  refundReferral,
  tenPoints,
} from "#tests/support/rewards.ts";

let stage: RewardStage;
beforeAll(async () => {
  stage = await openRewardStage();
});
afterAll(async () => stage?.close());

async function open(...rewards: CreateRewardInput[]) {
  const { companyId, system, owner } = await makeCommunity(stage);
  const team = asOwner(stage.services, companyId, owner);
  for (const reward of rewards) await createReward(team, reward);
  const mona = await makeMember(system, { name: "Mona" });
  const kai = await makeMember(system, { name: "Kai" });
  const settle = async (...ids: string[]) => {
    await evaluateRewards(system, { userIds: ids.length > 0 ? ids : [mona.id, kai.id] });
    await stage.runJobs();
  };
  const subjects = async () =>
    (await redemptionsIn(system))
      .map(({ side, subject, status }) => `${side} ${subject.replace(/:.*-.*/, "")} ${status}`)
      .sort();
  return { companyId, system, team, mona, kai, settle, subjects };
}

describe("what earns a reward", () => {
  it("each one that converts, for whoever brings and whoever comes", async () => {
    const { system, mona, kai, settle, subjects } = await open(tenPoints({ side: "both" }));
    await addReferralOf(system, mona.id, kai.id);
    await settle();
    expect(await subjects()).toEqual(["referee joining granted", "referrer referral granted"]);
    expect(await balanceOf(system, mona.id)).toBe(10n);
    expect(await balanceOf(system, kai.id)).toBe(10n);
    await settle();
    expect(await balanceOf(system, mona.id)).toBe(10n);
  });

  it("whoever comes has it once, also when somebody else turns out to have brought them", async () => {
    const { system, mona, kai, settle, subjects } = await open(tenPoints({ side: "referee" }));
    const first = await addReferralOf(system, mona.id, kai.id);
    await settle();
    await refundReferral(system, first);
    const nina = await makeMember(system);
    await addReferralOf(system, nina.id, kai.id);
    await settle(mona.id, kai.id, nina.id);
    expect(await subjects()).toEqual(["referee joining granted"]);
    expect(await balanceOf(system, kai.id)).toBe(10n);
  });

  it("every second one, and none before", async () => {
    const { system, mona, settle, subjects } = await open(tenPoints({ trigger: "every_nth", threshold: 2 }));
    await addReferrals(system, mona.id, 1);
    await settle();
    expect(await subjects()).toEqual([]);
    await addReferrals(system, mona.id, 4);
    await settle();
    expect(await subjects()).toEqual(["referrer nth:1 granted", "referrer nth:2 granted"]);
  });

  it("the first one, and it stays earned while another is there", async () => {
    const { system, mona, settle, subjects } = await open(
      tenPoints({ trigger: "first", onReversal: "reverse" }),
    );
    const [one] = await addReferrals(system, mona.id, 2);
    await settle();
    await refundReferral(system, String(one));
    await settle();
    expect(await subjects()).toEqual(["referrer first granted"]);
  });

  it("an activation, and no conversion before it", async () => {
    const { system, mona, kai, settle, subjects } = await open(
      tenPoints({ trigger: "per_activation", side: "both" }),
      tenPoints({ trigger: "milestone", threshold: 1, requiresActivation: true }),
    );
    const id = await addReferralOf(system, mona.id, kai.id);
    await settle();
    expect(await subjects()).toEqual([]);
    await activateReferral(system, id);
    await settle();
    expect(await subjects()).toEqual([
      "referee joining granted",
      "referrer milestone granted",
      "referrer referral granted",
    ]);
  });

  it("only what counts in its campaign", async () => {
    const { companyId, system, team, mona, settle, subjects } = await open();
    const now = stage.services.clock.now();
    const campaignId = newId(now);
    await transact(system, (tx) =>
      tx.insert(campaigns).values({
        companyId,
        id: campaignId,
        name: "Sprint",
        startDate: now,
        endDate: new Date(now.getTime() + 86_400_000),
        settlesAt: new Date(now.getTime() + 86_400_000),
        raffleSeed: "a",
        raffleSeedHash: "b",
      }),
    );
    await createReward(team, tenPoints({ campaignId }));
    const ids = await addReferrals(system, mona.id, 3);
    const line = (subjectId: string, status: "counted" | "void") => ({
      companyId,
      id: newId(now),
      campaignId,
      userId: mona.id,
      event: "paid" as const,
      subjectId,
      occurredAt: now,
      countsAt: now,
      points: 1,
      status,
      workings: [],
      version: 1,
    });
    await transact(system, (tx) =>
      tx.insert(campaignPoints).values([line(String(ids[0]), "counted"), line(String(ids[1]), "void")]),
    );
    await settle();
    expect(await subjects()).toEqual(["referrer referral granted"]);
  });

  it("no more of it than one member may have, also while refunds come and go", async () => {
    const { system, mona, settle } = await open(tenPoints({ maxPerMember: 2, onReversal: "reverse" }));
    const ids = await addReferrals(system, mona.id, 3);
    await settle();
    expect(await balanceOf(system, mona.id)).toBe(20n);
    await refundReferral(system, String(ids[0]));
    await settle();
    await settle();
    expect(await balanceOf(system, mona.id)).toBe(20n);
    await refundReferral(system, String(ids[0]), true);
    await settle();
    expect(await balanceOf(system, mona.id)).toBe(20n);
  });
});

const happenings = ["refer", "refund", "refund_fails", "activate", "settle", "work"] as const;

it("in whatever order it is told, and however often, the books end where the facts say", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...happenings), { minLength: 3, maxLength: 12 }),
      async (story) => {
        const reversed = { onReversal: "reverse" as const };
        const { system, companyId, mona } = await open(
          tenPoints({ ...reversed, rewardData: { points: 1 } }),
          tenPoints({ ...reversed, trigger: "every_nth", threshold: 2, rewardData: { points: 100 } }),
          tenPoints({ ...reversed, trigger: "per_activation", rewardData: { points: 10_000 } }),
          tenPoints({ ...reversed, trigger: "first", rewardData: { points: 500_000 } }),
        );
        const live: string[] = [];
        const refunded: string[] = [];
        const activated = new Set<string>();
        for (const happening of story) {
          const [one, gone] = [live[0], refunded[0]];
          if (happening === "refer") live.push(...(await addReferrals(system, mona.id, 1)));
          if (happening === "refund" && one) {
            await refundReferral(system, one);
            activated.delete(one);
            refunded.push(...live.splice(0, 1));
          }
          if (happening === "refund_fails" && gone) {
            await refundReferral(system, gone, true);
            live.push(...refunded.splice(0, 1));
          }
          if (happening === "activate" && one) {
            await activateReferral(system, one);
            activated.add(one);
          }
          if (happening === "settle") await evaluateRewards(system, { userIds: [mona.id] });
          if (happening === "work") await stage.runJobs({ workers: 2 });
        }
        for (let again = 0; again < 2; again += 1) {
          await evaluateRewards(system, { userIds: [mona.id] });
          await stage.runJobs();
        }
        const expected =
          live.length +
          Math.floor(live.length / 2) * 100 +
          activated.size * 10_000 +
          (live.length > 0 ? 500_000 : 0);
        expect(await balanceOf(system, mona.id), companyId).toBe(BigInt(expected));
        expect(await checkBooks(system)).toMatchObject({ unbalanced: [], wrongBalances: [] });
      },
    ),
    { numRuns: 25 },
  );
});
