import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { memberPreferences, rewards } from "#db/schema/index.ts";
import { transact } from "#lib/core/context.ts";
import { recordPayment } from "#lib/facts/index.ts";
import { createReward, getJoining } from "#lib/rewards/index.ts";
import { asMember, asOwner, makeMember, unique } from "#tests/support/factories.ts";
import { paymentFact } from "#tests/support/facts.ts";
import {
  addReferralOf,
  makeCommunity,
  openRewardStage,
  type RewardStage,
  tenPercent,
} from "#tests/support/rewards.ts";

let stage: RewardStage;
beforeAll(async () => {
  stage = await openRewardStage();
});
afterAll(async () => stage?.close());

/** Mona brought Kai. */
async function open() {
  const { companyId, system, owner } = await makeCommunity(stage);
  const mona = await makeMember(system, { name: "Mona Lind" });
  const kai = await makeMember(system, { name: "Kai" });
  await addReferralOf(system, mona.id, kai.id);
  const team = asOwner(stage.services, companyId, owner);
  return { companyId, system, team, mona, kai, ofKai: asMember(stage.services, companyId, kai) };
}

describe("how a member came", () => {
  it("is by whom they were brought, as that member chose to be shown", async () => {
    const { companyId, system, mona, ofKai } = await open();
    expect(await getJoining(ofKai)).toMatchObject({ by: { name: "Mona Lind" }, discount: null });
    for (const [visibility, shown] of [
      ["first_name", "Mona"],
      ["hidden", null],
    ] as const) {
      await transact(system, (tx) =>
        tx
          .insert(memberPreferences)
          .values({ companyId, userId: mona.id, visibility })
          .onConflictDoUpdate({
            target: [memberPreferences.companyId, memberPreferences.userId],
            set: { visibility },
          }),
      );
      expect((await getJoining(ofKai))?.by.name).toBe(shown);
    }
  });

  it("is nothing for whoever came by themselves", async () => {
    const { companyId, system } = await open();
    const loner = await makeMember(system);
    expect(await getJoining(asMember(stage.services, companyId, loner))).toBeNull();
  });

  it("names the discount that their payment proves, and none that another payment had", async () => {
    const { companyId, system, team, kai, ofKai } = await open();
    const { id } = await createReward(
      team,
      tenPercent({ name: "Welcome", side: "referee", trigger: "first", threshold: 1 }),
    );
    const promoCodeId = unique("promo_");
    await transact(system, (tx) =>
      tx
        .update(rewards)
        .set({ checkoutCode: { promoCodeId, code: "WELCOME" } })
        .where(sql`${rewards.companyId} = ${companyId} AND ${rewards.id} = ${id}`),
    );
    const at = system.clock.now();
    const pay = (whopUserId: string, code: string | null) =>
      recordPayment(system, paymentFact({ whopUserId, promoCodeId: code, whopCreatedAt: at, paidAt: at }));
    await pay((await makeMember(system)).whopUserId, promoCodeId);
    await pay(kai.whopUserId, null);
    expect((await getJoining(ofKai))?.discount).toBeNull();
    await pay(kai.whopUserId, promoCodeId);
    expect((await getJoining(ofKai))?.discount).toMatchObject({
      reward: { id, name: "Welcome" },
      paidAt: at,
    });
  });
});
