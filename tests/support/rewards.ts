import { and, eq } from "drizzle-orm";
import { products, referrals, rewardDeliveries, rewardRedemptions } from "#db/schema/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { transact } from "#lib/core/context.ts";
import { newId } from "#lib/core/ids.ts";
import type { Services } from "#lib/core/services.ts";
import { sweepTimers } from "#lib/jobs/index.ts";
import {
  type CreateRewardInput,
  deliverReward,
  evaluateRewards,
  expireRedemption,
  releaseRedemption,
} from "#lib/rewards/index.ts";
import { createWhopPlatform, type WhopPlatform } from "#lib/whop/index.ts";
import { type RunningSandbox, startSandbox } from "#tests/sandbox/server.ts";
import type { Fault } from "#tests/sandbox/settings.ts";
import { asSystem, openTestServices, type SentJob, type TestServices } from "./context.ts";
import { createTestDatabase } from "./database.ts";
import { makeCompany, makeMember, unique } from "./factories.ts";

export const apiKey = "sandbox_api_key_for_tests";
export const appId = "app_referlytests";

/** A sandbox without a community of its own, and the adapter on it. */
export async function openSandbox(timeouts = { read: 1_000, change: 1_000 }) {
  const sandbox = await startSandbox({
    port: 0,
    appOrigin: "http://localhost:3000",
    apiKey,
    appId,
    webhookSecrets: [`ws_${"5a".repeat(32)}`],
    seed: false,
  });
  return { sandbox, whop: adapterOn(sandbox.origin, timeouts), settings: settingsOf(sandbox) };
}

export function adapterOn(origin: string, timeouts = { read: 1_000, change: 1_000 }): WhopPlatform {
  const log = { child: () => log, debug() {}, info() {}, warn() {}, error() {} };
  return createWhopPlatform({ apiKey, appId, baseUrl: `${origin}/api/v1`, log, timeouts });
}

function settingsOf(sandbox: RunningSandbox) {
  return async (patch: {
    faults?: Partial<Fault>[];
    revokedPermissions?: string[];
    idempotencyKeys?: string;
  }) => {
    const answer = await fetch(`${sandbox.origin}/sandbox/settings`, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(patch),
    });
    if (!answer.ok) throw new Error(`the sandbox refused its settings: ${await answer.text()}`);
  };
}

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

/** Runs one job of this domain as the worker does. */
export async function runJob(services: Services | TestServices, { name, payload }: SentJob): Promise<void> {
  const ctx = asSystem(services, String(payload.companyId), name);
  const id = (field: string) => String(payload[field]);
  switch (name) {
    case "evaluate-rewards":
      return evaluateRewards(ctx, { userId: id("userId") });
    case "release-redemption":
      return releaseRedemption(ctx, { redemptionId: id("redemptionId") });
    case "expire-redemption":
      return expireRedemption(ctx, { redemptionId: id("redemptionId") });
    case "deliver-reward":
      return deliverReward(ctx, { deliveryId: id("deliveryId") });
  }
}

export type RunOptions = {
  /** Jobs under way at once. */
  workers?: number;
  run?(job: SentJob): Promise<void>;
};

/** Runs what is due now, and what follows from it at once. Returns how many jobs there were. */
export async function runJobs(services: TestServices, options: RunOptions = {}): Promise<number> {
  const { workers = 1, run = (job) => runJob(services, job) } = options;
  let number = 0;
  for (;;) {
    await sweepTimers(services);
    const jobs = services.jobs.sent.splice(0);
    if (jobs.length === 0) return number;
    const once = [...new Map(jobs.map((job) => [JSON.stringify([job.name, job.payload]), job])).values()];
    number += once.length;
    const worker = async () => {
      for (let job = once.shift(); job; job = once.shift()) await run(job);
    };
    await Promise.all(Array.from({ length: workers }, worker));
  }
}

async function runUntilQuiet(
  services: TestServices,
  days: number,
  advance: (ms: number) => void,
  options: RunOptions = {},
): Promise<void> {
  const end = services.clock.now().getTime() + days * 86_400_000;
  for (;;) {
    await runJobs(services, options);
    const next = await nextTimer(services);
    if (next === null || next.getTime() > end) return;
    advance(Math.max(0, next.getTime() - services.clock.now().getTime()));
  }
}

async function nextTimer(services: TestServices): Promise<Date | null> {
  const rows = await services.db.withMachinery((tx) =>
    tx.query.timers.findMany({ orderBy: (t, { asc }) => asc(t.dueAt), limit: 1 }),
  );
  return rows[0]?.dueAt ?? null;
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
