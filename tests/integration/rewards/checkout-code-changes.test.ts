import { afterAll, beforeAll, expect, it } from "vitest";
import {
  archiveReward,
  createReward,
  getOffer,
  listRewards,
  makeCheckoutCode,
  updateReward,
} from "#lib/rewards/index.ts";
import { runJob } from "#tests/support/reward-jobs.ts";
import { openRewardStage, type RewardStage } from "#tests/support/rewards.ts";
import { openWelcome, welcome } from "#tests/support/welcome-stage.ts";

let stage: RewardStage;
beforeAll(async () => {
  stage = await openRewardStage();
});
afterAll(async () => stage?.close());
const open = () => openWelcome(stage);

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

it("two who make codes of different discounts at once agree on the right one", async () => {
  const { team, promoOnUrl, promos, system } = await open();
  const { id } = await createReward(team, welcome());
  const { whop } = system;
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const late: typeof whop.createPromoCode = async (input) => {
    begin();
    await released;
    return whop.createPromoCode(input);
  };
  let second = Promise.resolve();
  const first: typeof whop.createPromoCode = async (input) => {
    const made = await whop.createPromoCode(input);
    await updateReward(team, { id, rewardData: { kind: "percentage", amountOff: 30, durationMonths: 1 } });
    second = makeCheckoutCode({ ...system, whop: { ...whop, createPromoCode: late } }, { rewardId: id });
    await begun;
    return made;
  };
  await makeCheckoutCode({ ...system, whop: { ...whop, createPromoCode: first } }, { rewardId: id });
  await makeCheckoutCode(system, { rewardId: id });
  release();
  await second;
  await stage.runJobs();
  expect(promos()).toHaveLength(2);
  expect(promos().filter(({ status }) => status === "active")).toMatchObject([
    { code: await promoOnUrl(), amountOff: 30 },
  ]);
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

it("a code whose answer was lost is put out of use when the reward stands for something else by then", async () => {
  const { team, promoOnUrl, promos } = await open();
  await stage.settings({
    faults: [
      { match: "POST /promo_codes", kind: "applied_then_500", times: 1 },
      { match: "GET /promo_codes", kind: "500", times: 10 },
    ],
  });
  const { id } = await createReward(team, welcome());
  await expect(stage.runJobs()).rejects.toThrow();
  await stage.settings({ faults: [] });
  expect(promos()).toMatchObject([{ status: "active", amountOff: 25 }]);
  await updateReward(team, { id, rewardData: { kind: "percentage", amountOff: 30, durationMonths: 1 } });
  await stage.runJobs();
  expect(promos().filter(({ status }) => status === "active")).toMatchObject([
    { code: await promoOnUrl(), amountOff: 30 },
  ]);
  await updateReward(team, { id, rewardData: { kind: "percentage", amountOff: 25, durationMonths: 1 } });
  await stage.runJobs();
  expect(promos().filter(({ status }) => status === "active")).toMatchObject([
    { code: await promoOnUrl(), amountOff: 25 },
  ]);
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
