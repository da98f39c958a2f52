import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { checkoutConfigurations, plans, rewards } from "#db/schema/index.ts";
import { transact } from "#lib/core/context.ts";
import { sentenceOf } from "#lib/core/said.ts";
import { recordPayment } from "#lib/facts/index.ts";
import { ensureCheckout, getLink, listLinks } from "#lib/links/index.ts";
import {
  archiveReward,
  type CreateRewardInput,
  createReward,
  getOffer,
  listRewards,
  makeCheckoutCode,
  updateReward,
} from "#lib/rewards/index.ts";
import { asOwner, makeLink, makeMember, unique } from "#tests/support/factories.ts";
import { paymentFact } from "#tests/support/facts.ts";
import { runJob } from "#tests/support/reward-jobs.ts";
import {
  giveMembership,
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

const welcome = (more: Partial<CreateRewardInput> = {}): CreateRewardInput =>
  tenPercent({
    name: "Welcome",
    side: "referee",
    trigger: "per_conversion",
    threshold: 1,
    rewardData: { kind: "percentage", amountOff: 25, durationMonths: 1 },
    ...more,
  });

/** A community with a plan that a member's link sells. */
async function open() {
  const community = await makeCommunity(stage);
  const { companyId, system, owner, productId } = community;
  const team = asOwner(stage.services, companyId, owner);
  const mona = await makeMember(system);
  const { id: codeId, code } = await makeLink(system, mona.id);
  giveMembership(stage, community, mona.whopUserId);
  const plan = stage.sandbox.world.plans.first((row) => row.companyId === companyId);
  if (!plan) throw new Error("there is a plan");
  const now = stage.services.clock.now();
  await transact(system, async (tx) => {
    await tx.insert(plans).values({
      companyId,
      planId: plan.id,
      productId,
      title: plan.title,
      planType: "renewal",
      currency: "USD",
      initialPriceMinor: 2_900n,
      renewalPriceMinor: 2_900n,
      isVisible: true,
      refreshedAt: now,
    });
    await tx.insert(checkoutConfigurations).values({
      companyId,
      checkoutId: unique("ch_"),
      codeId,
      planId: plan.id,
      purchaseUrl: `https://whop.com/checkout/${plan.id}/?a=1`,
      metadata: {},
      createdAt: now,
    });
  });
  const purchaseUrl = async () => {
    const [row] = await stage.services.db.hot<{ url: string }[]>`
      SELECT purchase_url AS url FROM resolve_codes(${[code]})`;
    return String(row?.url);
  };
  const promoOnUrl = async () => new URL(await purchaseUrl()).searchParams.get("promoCode");
  const promos = () => stage.sandbox.world.promoCodes.where((row) => row.companyId === companyId);
  return {
    companyId,
    system,
    team,
    mona,
    plan,
    promoOnUrl,
    promos,
    purchaseUrl,
    codeId,
    userId: mona.id,
  };
}

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

it("another discount is another code, an ended one none, and there is never more than one in use", async () => {
  const { team, promoOnUrl, promos } = await open();
  const { id } = await createReward(team, welcome());
  await stage.runJobs();
  const first = await promoOnUrl();
  await updateReward(team, { id, name: "Welcome to you" });
  await stage.runJobs();
  expect(await promoOnUrl()).toBe(first);
  await updateReward(team, { id, rewardData: { kind: "percentage", amountOff: 30, durationMonths: 1 } });
  await stage.runJobs();
  const second = await promoOnUrl();
  expect(second).not.toBe(first);
  expect(promos().filter(({ status }) => status === "active")).toMatchObject([{ code: second }]);
  await archiveReward(team, { id });
  await stage.runJobs();
  expect(await promoOnUrl()).toBeNull();
  expect(promos().filter(({ status }) => status === "active")).toEqual([]);
});

it("a discount that comes back within the day is a new code, whatever Whop remembers of the first", async () => {
  const { team, promoOnUrl, promos, system } = await open();
  const { id } = await createReward(team, welcome());
  await stage.runJobs();
  const offers = [await promoOnUrl()];
  for (const amountOff of [30, 25, 30, 25]) {
    await updateReward(team, { id, rewardData: { kind: "percentage", amountOff, durationMonths: 1 } });
    // Until the checkouts carry the new discount, none is promised.
    expect((await getOffer(system)).friend).toBeNull();
    await stage.runJobs();
    offers.push(await promoOnUrl());
    expect(promos().filter(({ status }) => status === "active")).toMatchObject([
      { code: offers.at(-1), amountOff },
    ]);
  }
  expect(new Set(offers).size).toBe(5);
});

it("a change taken back while its code is being made leaves the one that was there", async () => {
  const { team, promoOnUrl, promos, system } = await open();
  const { id } = await createReward(team, welcome());
  await stage.runJobs();
  const first = await promoOnUrl();
  await updateReward(team, { id, rewardData: { kind: "percentage", amountOff: 30, durationMonths: 1 } });
  const { whop } = system;
  const createPromoCode: typeof whop.createPromoCode = async (input) => {
    const made = await whop.createPromoCode(input);
    await updateReward(team, { id, rewardData: { kind: "percentage", amountOff: 25, durationMonths: 1 } });
    return made;
  };
  await makeCheckoutCode({ ...system, whop: { ...whop, createPromoCode } }, { rewardId: id });
  await stage.runJobs();
  expect(await promoOnUrl()).toBe(first);
  expect(promos().filter(({ status }) => status === "active")).toMatchObject([{ code: first }]);
});

it("a code that could not be put out of use at once is so at last", async () => {
  const { team, promos, promoOnUrl } = await open();
  const { id } = await createReward(team, welcome());
  await stage.runJobs();
  await stage.settings({ faults: [{ match: "DELETE /promo_codes/*", kind: "500", times: 1 }] });
  await archiveReward(team, { id });
  await stage.runJobs().catch(() => {});
  expect(await promoOnUrl()).toBeNull();
  expect(promos().filter(({ status }) => status === "active")).toHaveLength(1);
  await stage.settings({ faults: [] });
  const { companyId } = team;
  const [{ id: promoCodeId = "" } = {}] = promos();
  await runJob(stage.services, {
    name: "archive-checkout-code",
    payload: { companyId, rewardId: id, promoCodeId },
  });
  expect(promos().filter(({ status }) => status === "active")).toEqual([]);
});

it("an answer that is lost makes no second code", async () => {
  const { team, promoOnUrl, promos } = await open();
  await stage.settings({ faults: [{ match: "POST /promo_codes", kind: "applied_then_500", times: 1 }] });
  await createReward(team, welcome());
  await expect(stage.runJobs()).resolves.toBeGreaterThan(0);
  await stage.settings({ faults: [] });
  expect(promos()).toHaveLength(1);
  expect(await promoOnUrl()).toBe(promos()[0]?.code);
});

it("a refusal of Whop's is told at the reward, and gone once it is made after all", async () => {
  const { team, promoOnUrl, system } = await open();
  const refusal = async () => (await listRewards(team)).map(({ checkoutRefusal }) => checkoutRefusal);
  await stage.settings({ faults: [{ match: "POST /promo_codes", kind: "403", times: 1 }] });
  const { id } = await createReward(team, welcome());
  await stage.runJobs().catch(() => {});
  expect(await refusal()).toMatchObject([{ refused: expect.anything(), at: expect.any(Date) }]);
  expect(await promoOnUrl()).toBeNull();
  expect((await getOffer(system)).friend).toBeNull();
  await updateReward(team, { id, isActive: true });
  await stage.runJobs();
  expect(await refusal()).toEqual([null]);
  expect(await promoOnUrl()).not.toBeNull();
});

it("a refusal while another discount is at the checkouts is told too, and asked about anew", async () => {
  const { team, promoOnUrl, promos } = await open();
  const { id } = await createReward(team, welcome());
  await stage.runJobs();
  const first = await promoOnUrl();
  await stage.settings({ faults: [{ match: "POST /promo_codes", kind: "403", times: 1 }] });
  await updateReward(team, { id, rewardData: { kind: "percentage", amountOff: 30, durationMonths: 1 } });
  await stage.runJobs().catch(() => {});
  expect(await listRewards(team)).toMatchObject([{ checkoutRefusal: { at: expect.any(Date) } }]);
  expect(await promoOnUrl()).toBe(first);
  await updateReward(team, { id, isActive: true });
  await stage.runJobs();
  expect(await listRewards(team)).toMatchObject([{ checkoutRefusal: null }]);
  expect(promos().filter(({ status }) => status === "active")).toMatchObject([
    { code: await promoOnUrl(), amountOff: 30 },
  ]);
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
