import { and, eq } from "drizzle-orm";
import { memberPreferences, plans, products, referralCodes, referrals, users } from "#db/schema/index.ts";
import { writeRows } from "#db/write-rows.ts";
import type { Ctx } from "#lib/core/context.ts";
import { transact } from "#lib/core/context.ts";
import { newId } from "#lib/core/ids.ts";
import { recordMembership, recordPayment, recordRefund } from "#lib/facts/index.ts";
import { type JobName, sweepTimers } from "#lib/jobs/index.ts";
import { referenceOf } from "#lib/links/index.ts";
import { ensureMembers } from "#lib/members/index.ts";
import { runJobs } from "#lib/workflows/index.ts";
import { asSystem, openTestServices, type TestServices } from "./context.ts";
import { createTestDatabase } from "./database.ts";
import { makeCompany, unique } from "./factories.ts";
import { membershipFact, paymentFact, refundFact } from "./facts.ts";
import { recordClicks } from "./referral-stage.ts";
import type { Sale, SeasonStory } from "./season-story.ts";
import { openSandbox } from "./whop-sandbox.ts";

export type SeasonMember = { id: string; whopUserId: string; codeId: string };
export type Told = { whopUserId: string; paymentId: string };

/** A database, and a sandbox whose clock is everybody's. */
export async function openSeasonStage() {
  const database = await createTestDatabase();
  const { sandbox, whop } = await openSandbox();
  const { clock: _, ...rest } = openTestServices(database.appUrl, { whop, max: 8 });
  const { clock } = sandbox.world;
  const set = (at: Date) => clock.set((at.getTime() - Date.now()) / 1_000);
  const services: TestServices = {
    ...rest,
    clock: { now: () => clock.now(), set, advance: (ms) => set(new Date(clock.now().getTime() + ms)) },
  };
  return {
    services,
    async close() {
      await services.db.close();
      await sandbox.stop();
      await database.drop();
    },
  };
}

/** Members with a link each, who live where the story says; two plans are on sale. */
export async function makeSeasonCommunity(services: TestServices, story: SeasonStory, openedAt: Date) {
  const { companyId, system } = await makeCompany(services, { settings: { holdDays: 0 } });
  const members = Array.from(
    { length: story.members },
    (): SeasonMember => ({
      id: newId(openedAt),
      whopUserId: unique("user_"),
      codeId: newId(openedAt),
    }),
  );
  await transact(system, async (tx) => {
    const people = members.map(({ id, whopUserId }, n) => ({
      id,
      whopUserId,
      name: `Member ${n}`,
      joinedAt: openedAt,
    }));
    await writeRows(tx, companyId, users, people);
    const links = members.map(({ id, codeId }) => ({
      id: codeId,
      userId: id,
      code: unique("s").slice(-10),
      createdAt: openedAt,
    }));
    await writeRows(tx, companyId, referralCodes, links);
    const preferences = members.map(({ id }, n) => ({ userId: id, timeZone: story.zoneOf(n) }));
    await writeRows(tx, companyId, memberPreferences, preferences);
    const productId = "prod_main";
    await tx.insert(products).values({ companyId, productId, title: "Main", refreshedAt: openedAt });
    for (const planId of ["plan_a", "plan_b"])
      await tx.insert(plans).values({
        companyId,
        planId,
        productId,
        planType: "renewal",
        initialPriceMinor: 0n,
        renewalPriceMinor: 2_900n,
        currency: "USD",
        refreshedAt: openedAt,
      });
  });
  return { companyId, system, members };
}

/** What is told of these sales at once, and settled as one. */
export async function tellSales(
  system: Ctx,
  members: readonly SeasonMember[],
  sales: readonly Sale[],
): Promise<Map<Sale, Told>> {
  const told = new Map(
    sales.map((sale) => [sale, { whopUserId: unique("user_"), paymentId: unique("pay_") }]),
  );
  await transact(system, async (_tx, ctx) => {
    await ensureMembers(
      ctx,
      [...told].map(([{ at }, { whopUserId }]) => ({
        whopUserId,
        name: "Buyer",
        email: `${whopUserId}@inbox.test`,
        joinedAt: at,
      })),
    );
    for (const [{ member, at, planId }, { whopUserId, paymentId }] of told) {
      const codeId = members[member]?.codeId ?? "";
      const metadata = referenceOf(ctx.secrets, ctx.companyId, codeId);
      const shared = { whopUserId, membershipId: unique("mem_"), planId, whopCreatedAt: at, metadata };
      await recordMembership(ctx, membershipFact(shared));
      await recordPayment(ctx, paymentFact({ ...shared, paymentId, instrumentKey: `by-id:${paymentId}` }));
    }
  });
  await settleAll(system, [...told.values()]);
  return told;
}

export async function tellRefunds(system: Ctx, refunds: readonly (Told & { at: Date })[]): Promise<void> {
  await transact(system, async (_tx, ctx) => {
    for (const { paymentId, at } of refunds)
      await recordRefund(ctx, refundFact({ paymentId, whopCreatedAt: at }));
  });
  await settleAll(system, refunds);
}

async function settleAll(system: Ctx, people: readonly Told[]): Promise<void> {
  const { companyId } = system;
  await runJobs(
    system,
    "settle-referral",
    people.map(({ whopUserId }) => ({ companyId, whopUserId })),
  );
}

export async function tellVisits(
  system: Ctx,
  members: readonly SeasonMember[],
  visits: SeasonStory["visits"],
): Promise<void> {
  await recordClicks(
    system,
    visits.map(({ member, at, country }) => ({
      codeId: members[member]?.codeId ?? "",
      at,
      ...(country === null ? {} : { country }),
    })),
  );
}

/** Does what is due and queued of these kinds, as a worker does: all of a kind at once. */
export async function workThrough(services: TestServices, companyId: string, kinds: readonly JobName[]) {
  const { sent } = services.jobs;
  for (;;) {
    await sweepTimers(services);
    const kind = kinds.find((one) => sent.some(({ name }) => name === one));
    if (kind === undefined) return;
    const payloads = sent.filter(({ name }) => name === kind).map(({ payload }) => payload);
    sent.splice(0, sent.length, ...sent.filter(({ name }) => name !== kind));
    const once = [...new Map(payloads.map((payload) => [JSON.stringify(payload), payload])).values()];
    await runJobs(asSystem(services, companyId, kind), kind, once);
  }
}

/** Referrals' ids by the buyer: what happened at the same instant goes by them. */
export async function buyersOf(system: Ctx): Promise<Map<string, string>> {
  const { companyId } = system;
  return transact(system, async (tx) => {
    const rows = await tx
      .select({ id: referrals.id, whopUserId: users.whopUserId })
      .from(referrals)
      .innerJoin(users, and(eq(users.companyId, companyId), eq(users.id, referrals.referredId)))
      .where(eq(referrals.companyId, companyId));
    return new Map(rows.map(({ id, whopUserId }) => [whopUserId, id]));
  });
}
