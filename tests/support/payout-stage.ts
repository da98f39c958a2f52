import { and, asc, eq } from "drizzle-orm";
import {
  affiliatePayoutItems,
  affiliatePayouts,
  ledgerBalances,
  referralConversions,
} from "#db/schema/index.ts";
import { settleCommissions } from "#lib/affiliates/index.ts";
import { dayMs } from "#lib/core/clock.ts";
import type { Ctx } from "#lib/core/context.ts";
import { transact } from "#lib/core/context.ts";
import { newId } from "#lib/core/ids.ts";
import { recordPayment, recordRefund } from "#lib/facts/index.ts";
import { checkBooks } from "#lib/ledger/index.ts";
import { approvePayout, createPayout, startPayout } from "#lib/payouts/index.ts";
import { addAffiliate, makeAffiliateScene, type Terms } from "./affiliate-stage.ts";
import type { SentJob } from "./context.ts";
import { asOwner, makeMember, type TestMember, unique } from "./factories.ts";
import { paymentFact, refundFact } from "./facts.ts";
import { runPayoutJob } from "./payout-jobs.ts";
import type { RunOptions } from "./reward-jobs.ts";
import { addReferrals, openRewardStage } from "./rewards.ts";

export type PayoutStage = Awaited<ReturnType<typeof openPayoutStage>>;

/** A database, a sandbox and services between them, with both clocks in step. */
export async function openPayoutStage(options: Parameters<typeof openRewardStage>[0] = {}) {
  const stage = await openRewardStage(options);
  const run = (job: SentJob) => runPayoutJob(stage.services, job);
  return {
    ...stage,
    runJobs: (more: RunOptions = {}) => stage.runJobs({ run, ...more }),
    runUntilQuiet: (days: number, more: RunOptions = {}) => stage.runUntilQuiet(days, { run, ...more }),
  };
}

type Scene = Pick<PayoutStage, "services" | "sandbox">;
export type Payouts = Awaited<ReturnType<typeof makePayouts>>;

/** Half of what is paid goes to the affiliate, as soon as it is paid. */
const halfOfIt: Terms = { rate: { kind: "percent", bps: 5_000 }, base: "gross", whopAffiliate: "ignore" };

/** A community on both sides with money in its balance, two people of its team, and no affiliate yet. */
export async function makePayouts({ services, sandbox }: Scene, settings: Record<string, unknown> = {}) {
  const since = services.clock.now();
  const scene = await makeAffiliateScene(services, since, halfOfIt, { holdDays: 0, ...settings });
  const { companyId, system } = scene;
  const [olga, otto] = [
    await makeMember(system, { name: "Olga" }),
    await makeMember(system, { name: "Otto" }),
  ];
  sandbox.world.companies.put({
    id: companyId,
    title: "Test community",
    route: companyId.slice(4),
    description: "",
    ownerUserId: olga.whopUserId,
    verified: true,
    installed: true,
    createdAt: sandbox.world.clock.iso(),
  });
  addToWorld(sandbox, scene.member.whopUserId);
  topUp(sandbox, companyId, 100_000_000);
  return {
    ...scene,
    owner: asOwner(services, companyId, olga),
    otherOwner: asOwner(services, companyId, otto),
    /** What Whop has sent for this community. */
    transfers: () => sandbox.world.transfers.where((row) => row.originId === companyId),
    addAffiliate: async () => {
      const added = await addAffiliate(system);
      addToWorld(sandbox, added.member.whopUserId);
      return added;
    },
  };
}

/** Somebody whom Whop knows, so that money can be sent to them. */
export function addToWorld({ world }: Scene["sandbox"], id: string): void {
  const name = id.slice(5);
  const card = { paymentMethodId: `pmt_${name}`, brand: "visa", last4: "4242", expMonth: 1, expYear: 2030 };
  const createdAt = world.clock.iso();
  world.users.put({ id, username: name, name, email: `${name}@inbox.test`, bio: null, card, createdAt });
}

/** The community's balance on Whop, out of which transfers are made. */
export function topUp({ world }: Scene["sandbox"], companyId: string, total: number, currency = "usd"): void {
  const at = world.clock.iso();
  world.payments.put({
    id: unique("pay_"),
    companyId,
    userId: "user_anybody",
    memberId: null,
    membershipId: null,
    planId: "plan_any",
    productId: "prod_any",
    status: "paid",
    substatus: "succeeded",
    billingReason: "one_time",
    currency,
    subtotal: total,
    taxAmount: 0,
    total,
    refundedAmount: 0,
    promoCodeId: null,
    checkoutConfigurationId: null,
    metadata: null,
    card: { paymentMethodId: "pmt_any", brand: "visa", last4: "4242", expMonth: 1, expYear: 2030 },
    failureMessage: null,
    paidAt: at,
    refundedAt: null,
    createdAt: at,
    updatedAt: at,
  });
}

export type Sold = { paymentId: string; currency: string };

/** Somebody new has bought through an affiliate's link, as it is stored once it is settled; half of it is theirs. */
export async function sellFor(
  system: Ctx,
  { affiliateId, member }: { affiliateId: string; member: TestMember },
  totalMinor: bigint,
  currency = "USD",
): Promise<Sold> {
  const { companyId } = system;
  const at = system.clock.now();
  const paymentId = unique("pay_");
  await transact(system, async (tx, ctx) => {
    const [referralId] = await addReferrals(ctx, member.id, 1);
    await recordPayment(ctx, paymentFact({ paymentId, totalMinor, currency, whopCreatedAt: at }));
    await tx.insert(referralConversions).values({
      companyId,
      id: newId(at),
      referralId: referralId ?? "",
      conversionType: "subscription",
      sourceId: paymentId,
      currency,
      grossMinor: totalMinor,
      taxMinor: 0n,
      refundedMinor: 0n,
      netMinor: totalMinor,
      occurredAt: at,
    });
    await settleCommissions(ctx, { affiliateId });
  });
  return { paymentId, currency };
}

/** Part of a sale is refunded, and the affiliate's commissions follow. */
export async function refundSale(
  system: Ctx,
  affiliateId: string,
  { paymentId, currency }: Sold,
  amountMinor: bigint,
): Promise<void> {
  const fact = refundFact({ paymentId, amountMinor, currency, whopCreatedAt: system.clock.now() });
  await recordRefund(system, fact);
  await settleCommissions(system, { affiliateId });
}

/** Drafts, approves and starts a payout in one go. */
export async function press({ owner }: Payouts, input: Parameters<typeof createPayout>[1] = {}) {
  const { id } = await createPayout(owner, input);
  await approvePayout(owner, { id });
  return startPayout(owner, { id });
}

export function payoutsIn(system: Ctx) {
  return transact(system, (tx) =>
    tx
      .select()
      .from(affiliatePayouts)
      .where(eq(affiliatePayouts.companyId, system.companyId))
      .orderBy(asc(affiliatePayouts.number)),
  );
}

export function itemsIn(system: Ctx, of: { payoutId?: string; affiliateId?: string } = {}) {
  const { companyId, id, payoutId, affiliateId } = affiliatePayoutItems;
  return transact(system, (tx) =>
    tx
      .select()
      .from(affiliatePayoutItems)
      .where(
        and(
          eq(companyId, system.companyId),
          of.payoutId ? eq(payoutId, of.payoutId) : undefined,
          of.affiliateId ? eq(affiliateId, of.affiliateId) : undefined,
        ),
      )
      .orderBy(asc(id)),
  );
}

/** Throws unless every posting balances and every stored balance is what was posted. */
export async function proveBooks(system: Ctx): Promise<void> {
  const { unbalanced, wrongBalances } = await checkBooks(system);
  if (unbalanced.length + wrongBalances.length > 0)
    throw new Error(`The books are wrong: ${unbalanced.length} units, ${wrongBalances.length} balances`);
  const [sum] = await transact(system, (tx) =>
    tx
      .select({ balance: ledgerBalances.balance })
      .from(ledgerBalances)
      .where(eq(ledgerBalances.companyId, system.companyId)),
  ).then((rows) => [rows.reduce((total, { balance }) => total + balance, 0n)]);
  if (sum !== 0n) throw new Error(`All balances together are ${sum}`);
}

export const days = (count: number) => count * dayMs;
