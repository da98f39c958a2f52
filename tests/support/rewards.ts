import { and, eq } from "drizzle-orm";
import type { LedgerAccountKind } from "#db/enums.ts";
import { products, referrals, rewardDeliveries, rewardRedemptions } from "#db/schema/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { transact } from "#lib/core/context.ts";
import { newId } from "#lib/core/ids.ts";
import { getBalances } from "#lib/ledger/index.ts";
import type { CreateRewardInput } from "#lib/rewards/index.ts";
import { openTestServices } from "./context.ts";
import { createTestDatabase } from "./database.ts";
import { makeCompany, makeMember, unique } from "./factories.ts";
import { type RunOptions, runJobs, runUntilQuiet } from "./reward-jobs.ts";
import { openSandbox } from "./whop-sandbox.ts";

export type RewardStage = Awaited<ReturnType<typeof openRewardStage>>;

/** A database, a sandbox, and the services between them; both clocks start together and move together. */
export async function openRewardStage(options: { timeouts?: { read: number; change: number } } = {}) {
  const database = await createTestDatabase();
  const { sandbox, whop, settings } = await openSandbox(options.timeouts);
  const services = openTestServices(database.appUrl, { now: new Date(), whop, max: 8 });
  const advance = (ms: number) => {
    services.clock.advance(ms);
    sandbox.world.clock.set(sandbox.world.clock.offsetSeconds + ms / 1000);
  };
  return {
    database,
    sandbox,
    services,
    settings,
    advance,
    runJobs: (options?: RunOptions) => runJobs(services, options),
    /** Runs jobs and moves the clock to the next timer, until nothing is left to do within `days`. */
    runUntilQuiet: (days: number, options?: RunOptions) => runUntilQuiet(services, days, advance, options),
    async close() {
      await services.db.close();
      await sandbox.stop();
      await database.drop();
    },
  };
}

/** A community that exists on both sides, with a product that rewards can be good for. */
export async function makeCommunity({ services, sandbox }: Pick<RewardStage, "services" | "sandbox">) {
  const { companyId, system } = await makeCompany(services);
  const { world } = sandbox;
  const createdAt = world.clock.iso();
  const owner = await makeMember(system, { name: "Olga Owner" });
  world.companies.put({
    id: companyId,
    title: "Test community",
    route: companyId.slice(4),
    description: "",
    ownerUserId: owner.whopUserId,
    verified: true,
    installed: true,
    createdAt,
  });
  const productId = unique("prod_");
  world.products.put({
    id: productId,
    companyId,
    title: "Inner circle",
    route: productId,
    headline: "",
    description: "",
    visibility: "visible",
    metadata: null,
    createdAt,
  });
  await transact(system, (tx) =>
    tx
      .insert(products)
      .values({ companyId, productId, title: "Inner circle", refreshedAt: services.clock.now() }),
  );
  return { companyId, system, owner, productId };
}

export type TestCommunity = Awaited<ReturnType<typeof makeCommunity>>;

/** A membership on Whop's side that ends in thirty days. */
export function giveMembership(
  { sandbox: { world } }: Pick<RewardStage, "sandbox">,
  { companyId, productId }: Pick<TestCommunity, "companyId" | "productId">,
  whopUserId: string,
): string {
  const at = world.clock.iso();
  const plan = world.plans.put({
    id: unique("plan_"),
    companyId,
    productId,
    title: "Monthly",
    description: null,
    planType: "renewal",
    currency: "usd",
    initialPrice: 2900,
    renewalPrice: 2900,
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
  if (!world.users.find(whopUserId)) {
    const card = {
      paymentMethodId: unique("pmt_"),
      brand: "visa",
      last4: "4242",
      expMonth: 1,
      expYear: 2030,
    };
    const name = whopUserId.slice(5);
    world.users.put({
      id: whopUserId,
      username: name,
      name,
      email: `${name}@inbox.test`,
      bio: null,
      card,
      createdAt: at,
    });
  }
  const membership = world.memberships.put({
    id: unique("mem_"),
    companyId,
    userId: whopUserId,
    memberId: unique("mber_"),
    planId: plan.id,
    productId,
    status: "active",
    currency: "usd",
    periodStart: at,
    periodEnd: new Date(world.clock.now().getTime() + 30 * 86_400_000).toISOString(),
    cancelAtPeriodEnd: false,
    canceledAt: null,
    collectionPaused: false,
    promoCodeId: null,
    checkoutConfigurationId: null,
    metadata: null,
    createdAt: at,
    updatedAt: at,
  });
  return membership.id;
}

/** Referrals as they are stored once they are paid, screened and counted. */
export async function addReferrals(
  system: Ctx,
  referrerId: string,
  number: number,
  convertedAt: Date = system.clock.now(),
): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < number; index += 1) {
    const referred = await makeMember(system);
    const id = newId(system.clock.now());
    await transact(system, (tx) =>
      tx.insert(referrals).values({
        companyId: system.companyId,
        id,
        referrerId,
        referredId: referred.id,
        status: "converted",
        evidence: "checkout_metadata",
        rulesVersion: 1,
        signedUpAt: convertedAt,
        convertedAt,
        isVerified: true,
      }),
    );
    ids.push(id);
  }
  return ids;
}

/** The referral of a member who is known already. */
export async function addReferralOf(system: Ctx, referrerId: string, referredId: string): Promise<string> {
  const now = system.clock.now();
  const id = newId(now);
  await transact(system, (tx) =>
    tx.insert(referrals).values({
      companyId: system.companyId,
      id,
      referrerId,
      referredId,
      status: "converted",
      evidence: "checkout_metadata",
      rulesVersion: 1,
      signedUpAt: now,
      convertedAt: now,
      isVerified: true,
    }),
  );
  return id;
}

export async function activateReferral(system: Ctx, referralId: string): Promise<void> {
  await transact(system, (tx) =>
    tx
      .update(referrals)
      .set({ status: "activated", activatedAt: system.clock.now(), activatedBy: "stayed" })
      .where(and(eq(referrals.companyId, system.companyId), eq(referrals.id, referralId))),
  );
}

/** The purchase behind a referral is refunded, or with `back` the refund failed after all. */
export async function refundReferral(system: Ctx, referralId: string, back = false): Promise<void> {
  const change = back
    ? { status: "converted" as const, cancelledAt: null }
    : { status: "cancelled" as const, cancelledAt: system.clock.now() };
  await transact(system, (tx) =>
    tx
      .update(referrals)
      .set(change)
      .where(and(eq(referrals.companyId, system.companyId), eq(referrals.id, referralId))),
  );
}

export const tenPercent = (more: Partial<CreateRewardInput> = {}): CreateRewardInput => ({
  name: "Ten percent",
  threshold: 3,
  rewardType: "discount",
  rewardData: { kind: "percentage", amountOff: 10, currency: "USD", durationMonths: 1 },
  holdDays: 0,
  ...more,
});

export const weekFree = (more: Partial<CreateRewardInput> = {}): CreateRewardInput => ({
  name: "A week",
  threshold: 1,
  rewardType: "free_days",
  rewardData: { days: 7 },
  holdDays: 0,
  ...more,
});

export const tenPoints = (more: Partial<CreateRewardInput> = {}): CreateRewardInput => ({
  name: "Ten points",
  trigger: "per_conversion",
  rewardType: "points",
  rewardData: { points: 10 },
  holdDays: 0,
  ...more,
});

/** What stands on a member's account. */
export async function balanceOf(
  system: Ctx,
  userId: string,
  kind: LedgerAccountKind = "points",
): Promise<bigint> {
  const balances = await getBalances(system, { holderIds: [userId], kinds: [kind] });
  return balances.reduce((sum, { balance }) => sum + balance, 0n);
}

export async function redemptionsIn(system: Ctx) {
  return transact(system, (tx) =>
    tx.select().from(rewardRedemptions).where(eq(rewardRedemptions.companyId, system.companyId)),
  );
}

export async function deliveriesIn(system: Ctx) {
  return transact(system, (tx) =>
    tx.select().from(rewardDeliveries).where(eq(rewardDeliveries.companyId, system.companyId)),
  );
}
