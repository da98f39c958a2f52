import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { plans, rewards } from "#db/schema/index.ts";
import { transact } from "#lib/core/context.ts";
import { sentenceOf } from "#lib/core/said.ts";
import { recordPayment } from "#lib/facts/index.ts";
import { ensureCheckout, getLink, listLinks } from "#lib/links/index.ts";
import { createReward, getOffer, listRewards } from "#lib/rewards/index.ts";
import { makeMember, unique } from "#tests/support/factories.ts";
import { paymentFact } from "#tests/support/facts.ts";
import { giveMembership, openRewardStage, type RewardStage } from "#tests/support/rewards.ts";
import { openWelcome, welcome } from "#tests/support/welcome-stage.ts";

let stage: RewardStage;
beforeAll(async () => {
  stage = await openRewardStage();
});
afterAll(async () => stage?.close());
const open = () => openWelcome(stage);

it("whoever comes through a link has the discount in the checkout, and pays less; a member does not", async () => {
  const { team, mona, plan, promoOnUrl, purchaseUrl, promos, companyId, system } = await open();
  expect(await promoOnUrl()).toBeNull();
  await createReward(team, welcome());
  // Nothing is promised before the checkouts keep it.
  expect((await getOffer(system)).friend).toBeNull();
  await stage.runJobs();
  expect(sentenceOf((await getOffer(system)).friend?.summary ?? "")).toBe("25 % off on one payment");
  const code = await promoOnUrl();
  expect(promos()).toMatchObject([
    { code, amountOff: 25, newUsersOnly: true, onePerCustomer: true, unlimitedStock: true },
  ]);
  const { sandbox } = stage;
  const friend = await makeMember(system);
  giveMembership(stage, { companyId: "biz_elsewhere", productId: plan.productId }, friend.whopUserId);
  const pays = async (userId: string) => {
    const answer = await fetch(`${sandbox.origin}/sandbox/checkout`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ purchaseUrl: await purchaseUrl(), userId }),
    });
    const { paymentId } = Object(await answer.json());
    return sandbox.world.payments.get(String(paymentId)).total;
  };
  expect(await pays(friend.whopUserId)).toBe(2_175);
  expect(await pays(mona.whopUserId)).toBe(2_900);
  const page = await (await fetch((await purchaseUrl()).replace("https://whop.com", sandbox.origin))).text();
  expect(page).toContain(String(code));
  expect(page).toContain("Pay $21.75");
  const [row] = await transact(system, (tx) =>
    tx.select().from(rewards).where(eq(rewards.companyId, companyId)),
  );
  expect(row?.checkoutCode).toMatchObject({ code });
});

it("a discount that there are no more of is promised to nobody", async () => {
  const { team, system, promos } = await open();
  await createReward(team, welcome({ stock: 2 }));
  await stage.runJobs();
  expect(promos()).toMatchObject([{ stock: 2, unlimitedStock: false }]);
  const promoCodeId = String(promos()[0]?.id);
  const at = system.clock.now();
  const pay = (whopUserId: string, paidAt: Date | null) =>
    recordPayment(system, paymentFact({ whopUserId, promoCodeId, whopCreatedAt: at, paidAt }));
  const left = async () => (await listRewards(team)).map((reward) => reward.left);
  // A payment that failed takes none, and whoever pays again with theirs takes one.
  const first = unique("user_");
  for (const paidAt of [null, at, at]) await pay(first, paidAt);
  expect(await left()).toEqual([1]);
  expect((await getOffer(system)).friend).not.toBeNull();
  await pay(unique("user_"), at);
  expect(await left()).toEqual([0]);
  expect((await getOffer(system)).friend).toBeNull();
});

it("a discount for another product or plan rides on no link that does not sell it", async () => {
  const { team, promoOnUrl, plan, system, companyId } = await open();
  const otherId = unique("plan_");
  stage.sandbox.world.plans.put({ ...plan, id: otherId });
  await transact(system, (tx) =>
    tx.insert(plans).values({
      companyId,
      planId: otherId,
      productId: plan.productId,
      title: "Other",
      planType: "renewal",
      currency: "USD",
      initialPriceMinor: 1n,
      renewalPriceMinor: 1n,
      isVisible: true,
      refreshedAt: stage.services.clock.now(),
    }),
  );
  const data = { kind: "percentage", amountOff: 25, durationMonths: 1 };
  await createReward(team, welcome({ rewardData: { ...data, planIds: [otherId] } }));
  await stage.runJobs();
  expect(await promoOnUrl()).toBeNull();
  await createReward(team, welcome({ rewardData: { ...data, productId: plan.productId } }));
  await stage.runJobs();
  expect(await promoOnUrl()).not.toBeNull();
});

it("a link has one address wherever it is read: in lists, by its id, and where visitors are sent", async () => {
  const { team, system, codeId, userId, purchaseUrl } = await open();
  await createReward(team, welcome());
  await stage.runJobs();
  const sent = await purchaseUrl();
  expect(sent).toContain("&promoCode=");
  expect((await listLinks(team, { userId })).map((link) => link.purchaseUrl)).toEqual([sent]);
  expect((await getLink(team, { id: codeId })).purchaseUrl).toBe(sent);
  const origins = { ...system.origins, whop: [new URL(sent).origin] };
  const made = await ensureCheckout({ ...system, origins }, { codeId });
  expect(made).toMatchObject({ outcome: "ready", purchaseUrl: sent });
});
