import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { payments, referralConversions } from "#db/schema/index.ts";
import { makeAffiliate, readWhopFee } from "#lib/affiliates/index.ts";
import { transact } from "#lib/core/context.ts";
import { recordPayment } from "#lib/facts/index.ts";
import { addPayment } from "#tests/sandbox/story/payments.ts";
import { commissionsIn, makeAffiliateScene, plainTerms, sell } from "#tests/support/affiliate-stage.ts";
import { asMember, makeLink, makeMember, unique } from "#tests/support/factories.ts";
import { paymentFact } from "#tests/support/facts.ts";
import { drainJobs } from "#tests/support/referral-stage.ts";
import { openRewardStage, type RewardStage } from "#tests/support/rewards.ts";

let stage: RewardStage;
beforeAll(async () => {
  stage = await openRewardStage();
});
afterAll(() => stage.close());
beforeEach(() => stage.settings({ faults: [], revokedPermissions: [] }));

const ourJobs = ["read-payment-fees", "settle-referral", "settle-affiliates", "settle-commissions"] as const;

/** A payment that Whop knows, whose buyer came through somebody's own affiliate link of Whop's too, or did not. */
function paymentAtWhop(companyId: string, affiliateCode: string | null): string {
  const { world } = stage.sandbox;
  const at = world.clock.iso();
  const plan = world.plans.put({
    id: unique("plan_"),
    companyId,
    productId: unique("prod_"),
    title: "Monthly",
    description: null,
    planType: "renewal",
    currency: "usd",
    initialPrice: 10_000,
    renewalPrice: 10_000,
    billingPeriod: 30,
    trialPeriodDays: null,
    expirationDays: null,
    visibility: "visible",
    releaseMethod: "buy_now",
    stock: null,
    metadata: null,
    internalNotes: null,
    createdAt: at,
    updatedAt: at,
  });
  const configuration = world.checkoutConfigurations.put({
    id: unique("ch_"),
    companyId,
    planId: plan.id,
    mode: "payment",
    metadata: null,
    redirectUrl: null,
    affiliateCode,
    createdAt: at,
    updatedAt: at,
  });
  const paid = addPayment(world, {
    userId: unique("user_"),
    memberId: null,
    membership: null,
    plan,
    subtotal: 10_000,
    total: 10_000,
    billingReason: "subscription_create",
    promoCodeId: null,
    checkoutConfigurationId: configuration.id,
    metadata: null,
    card: { paymentMethodId: unique("pmt_"), brand: "visa", last4: "4242", expMonth: 1, expYear: 2030 },
    paid: true,
    at,
  });
  return paid.id;
}

async function openSale(affiliateCode: string | null, whopAffiliate: "net_off" | "refuse") {
  const { services } = stage;
  const since = services.clock.now();
  const scene = await makeAffiliateScene(services, since, { ...plainTerms, whopAffiliate });
  const paymentId = paymentAtWhop(scene.companyId, affiliateCode);
  services.jobs.sent.length = 0;
  await sell(scene, { at: since, totalMinor: 10_000n, paymentId });
  return { ...scene, paymentId };
}

test("what Whop's own affiliates got of a payment is read once, taken off, and shown beside ours", async () => {
  const { system, companyId, paymentId } = await openSale("kai", "net_off");
  expect(await commissionsIn(system)).toMatchObject([{ status: "held", heldBy: "amount" }]);
  // 30 % of 100.00 is what Whop's affiliate got, and what ours would have got.
  await drainJobs(stage.services, ourJobs);
  expect(await commissionsIn(system)).toMatchObject([{ status: "refused", earnedMinor: 0n }]);
  const [payment] = await transact(system, (tx) =>
    tx
      .select()
      .from(payments)
      .where(and(eq(payments.companyId, companyId), eq(payments.paymentId, paymentId))),
  );
  expect(payment?.whopAffiliateMinor).toBe(3_000n);
  const [conversion] = await transact(system, (tx) =>
    tx.select().from(referralConversions).where(eq(referralConversions.companyId, companyId)),
  );
  expect(conversion?.whopAffiliateMinor).toBe(3_000n);
  // A newer state of the payment, which does not carry the fee, leaves it known.
  await recordPayment(
    system,
    paymentFact({ paymentId, whopCreatedAt: system.clock.now(), stateAt: new Date(Date.now() + 1_000) }),
  );
  await stage.settings({ revokedPermissions: ["payment:basic:read"] });
  await readWhopFee(system, { paymentId });
});

test("where Whop's own affiliates got nothing, the commission is whole, also under a plan that refuses", async () => {
  const { system } = await openSale(null, "refuse");
  await drainJobs(stage.services, ourJobs);
  expect(await commissionsIn(system)).toMatchObject([{ status: "pending", earnedMinor: 3_000n }]);
});

test("a recruiter's share follows the fee, also where the recruit's own commission does not", async () => {
  const { services } = stage;
  const since = services.clock.now();
  const rate = { kind: "flat", amounts: { EUR: "10.00" } } as const;
  const terms = { rate, secondLevelBps: 500, whopAffiliate: "net_off" } as const;
  const scene = await makeAffiliateScene(services, since, terms);
  const { system, companyId } = scene;
  const recruit = await makeMember(system);
  await sell(scene, { at: since, whopUserId: recruit.whopUserId });
  const { id: codeId } = await makeLink(system, recruit.id);
  const { id: affiliateId } = await makeAffiliate(system, { userId: recruit.id });
  const paymentId = paymentAtWhop(companyId, null);
  services.jobs.sent.length = 0;
  await sell({ ...scene, affiliateId }, { at: since, totalMinor: 10_000n, paymentId, codeId });
  const ofTheSale = async () =>
    (await commissionsIn(system))
      .filter(({ baseMinor }) => baseMinor === 10_000n)
      .map(({ level, status, earnedMinor }) => [level, status, earnedMinor]);
  await drainJobs(services, ourJobs);
  expect(await ofTheSale()).toEqual([
    [1, "refused", 0n],
    [2, "pending", 500n],
  ]);
});

test("while Whop does not tell, the commission stays held and the job fails to be tried again", async () => {
  const { system, member, companyId, paymentId } = await openSale("kai", "refuse");
  await stage.settings({ revokedPermissions: ["payment:basic:read"] });
  await expect(readWhopFee(system, { paymentId })).rejects.toMatchObject({ kind: "permission_missing" });
  expect(await commissionsIn(system)).toMatchObject([{ status: "held", heldBy: "amount" }]);
  const mine = asMember(stage.services, companyId, member);
  await expect(readWhopFee(mine, { paymentId })).rejects.toMatchObject({ code: "forbidden" });
  await stage.settings({ revokedPermissions: [] });
  await readWhopFee(system, { paymentId });
  await drainJobs(stage.services, ourJobs);
  expect(await commissionsIn(system)).toMatchObject([{ status: "refused" }]);
});
