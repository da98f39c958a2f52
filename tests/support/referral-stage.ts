import { and, asc, desc, eq, ne } from "drizzle-orm";
import {
  attributionDecisions,
  companyStats,
  memberStats,
  referralConversions,
  referrals,
  rewardRedemptions,
  scoreCounts,
} from "#db/schema/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { transact } from "#lib/core/context.ts";
import { newId } from "#lib/core/ids.ts";
import { recordMembership, recordPayment } from "#lib/facts/index.ts";
import { isJobName, type JobName } from "#lib/jobs/index.ts";
import { referenceOf } from "#lib/links/index.ts";
import { ensureMember } from "#lib/members/index.ts";
import { periodStartOf } from "#lib/stats/periods.ts";
import { runJob } from "#lib/workflows/index.ts";
import { asSystem, openTestServices, type SentJob, type TestServices } from "./context.ts";
import { createTestDatabase } from "./database.ts";
import { unique } from "./factories.ts";
import { membershipFact, paymentFact } from "./facts.ts";

export type ReferralStage = Awaited<ReturnType<typeof openReferralStage>>;

/** A database and services on it, for tests that live through purchases. */
export async function openReferralStage(options: { now?: Date } = {}) {
  const database = await createTestDatabase();
  const services = openTestServices(database.appUrl, { ...options, max: 8 });
  return {
    services,
    database,
    async close() {
      await services.db.close();
      await database.drop();
    },
  };
}

export type Click = {
  codeId: string;
  at: Date;
  class?: "human" | "bot" | "preview" | "prefetch" | "duplicate" | "self" | "test";
  visitor?: bigint;
  network?: bigint | null;
  byCookie?: boolean;
  country?: string;
};

/** Clicks as the servers record them. */
export async function recordClicks({ db, companyId }: Ctx, clicks: readonly Click[]): Promise<void> {
  const each = <T>(value: (click: Click) => T) => clicks.map(value);
  const none = each(() => null);
  await db.hot`SELECT record_clicks(
    ${each((click) => newId(click.at))}::uuid[], ${each(() => companyId)}::text[],
    ${each((click) => click.codeId)}::uuid[], ${each((click) => click.at.toISOString())}::timestamptz[],
    ${each((click) => click.class ?? "human")}::text[],
    ${each((click) => String(click.visitor ?? randomKey()))}::bigint[],
    ${each((click) => (click.network === null ? null : String(click.network ?? randomKey())))}::bigint[],
    ${each((click) => String(click.byCookie ?? true))}::text[]::boolean[], ${each(() => "false")}::text[]::boolean[],
    ${each(() => "mobile")}::text[], ${each((click) => click.country ?? null)}::text[], ${none}::text[],
    ${none}::text[])`;
}

let nextKey = 1_000_000n;
function randomKey(): bigint {
  nextKey += 1n;
  return nextKey;
}

export type Buying = {
  /** Null buys without any link. */
  codeId: string | null;
  at: Date;
  whopUserId?: string;
  email?: string | null;
  instrumentKey?: string | null;
  totalMinor?: bigint;
  /** Of a payment that the sandbox knows too. */
  paymentId?: string;
};

/** A membership with its payment, as facts; nobody has settled it yet. */
export async function recordPurchase(system: Ctx, buying: Buying) {
  const { codeId, at, whopUserId = unique("user_"), email = `${whopUserId.slice(5)}@inbox.test` } = buying;
  const metadata = codeId === null ? {} : referenceOf(system.secrets, system.companyId, codeId);
  const { paymentId = unique("pay_") } = buying;
  const membershipId = unique("mem_");
  const shared = { whopUserId, membershipId, whopCreatedAt: at, metadata };
  await transact(system, async (_tx, ctx) => {
    await ensureMember(ctx, { whopUserId, name: `Buyer ${whopUserId.slice(-4)}`, email, joinedAt: at });
    await recordMembership(ctx, membershipFact(shared));
    await recordPayment(
      ctx,
      paymentFact({
        ...shared,
        paymentId,
        totalMinor: buying.totalMinor ?? 2900n,
        instrumentKey: buying.instrumentKey === undefined ? `by-id:${paymentId}` : buying.instrumentKey,
      }),
    );
  });
  return { whopUserId, membershipId, paymentId, at };
}

export async function settle(system: Ctx, whopUserId: string): Promise<void> {
  await runJob(system, "settle-referral", { companyId: system.companyId, whopUserId });
}

/** Runs the jobs named, and those that follow from them, until none is left; others stay on the queue. */
export async function drainJobs(services: TestServices, names: readonly JobName[], workers = 2) {
  const { sent } = services.jobs;
  const isWanted = ({ name }: SentJob) => names.some((one) => one === name);
  for (;;) {
    const jobs = sent.filter(isWanted);
    if (jobs.length === 0) return;
    sent.splice(0, sent.length, ...sent.filter((job) => !isWanted(job)));
    const once = [...new Map(jobs.map((job) => [JSON.stringify([job.name, job.payload]), job])).values()];
    const worker = async () => {
      for (let job = once.shift(); job; job = once.shift()) {
        if (!isJobName(job.name)) continue;
        const { companyId } = job.payload;
        await runJob(asSystem(services, String(companyId), job.name), job.name, job.payload);
      }
    };
    await Promise.all(Array.from({ length: workers }, worker));
  }
}

export function referralsIn(system: Ctx) {
  return transact(system, (tx) =>
    tx
      .select()
      .from(referrals)
      .where(eq(referrals.companyId, system.companyId))
      .orderBy(asc(referrals.signedUpAt), asc(referrals.id)),
  );
}

export function decisionsAbout(system: Ctx, referredId: string) {
  const of = attributionDecisions;
  return transact(system, (tx) =>
    tx
      .select()
      .from(of)
      .where(and(eq(of.companyId, system.companyId), eq(of.referredId, referredId)))
      .orderBy(asc(of.id)),
  );
}

/** Everything that is counted of a community, in one order. */
export function numbersIn(system: Ctx): Promise<object> {
  const { companyId } = system;
  const today = periodStartOf("day", system.clock.now());
  return transact(system, async (tx) => ({
    members: plain(
      (await tx.select().from(memberStats).where(eq(memberStats.companyId, companyId))).map(
        // A score that came and went within a day began it as one that was never there.
        ({ scoreBefore, scoreDay, ...row }) => ({
          ...row,
          morning: scoreDay === today ? scoreBefore : row.score,
        }),
      ),
    ),
    scores: plain(await tx.select().from(scoreCounts).where(eq(scoreCounts.companyId, companyId))),
    days: plain(await tx.select().from(companyStats).where(eq(companyStats.companyId, companyId))),
  }));
}

/**
 * How a community's purchases have ended: the books, the last word on the credit, the numbers and the rewards.
 * `names` gives ids the names by which two communities can be compared.
 */
export async function endOf(system: Ctx, names: Readonly<Record<string, string>>): Promise<string> {
  const { companyId } = system;
  const end = await transact(system, async (tx, ctx) => {
    const of = attributionDecisions;
    const owed = and(eq(rewardRedemptions.companyId, companyId), ne(rewardRedemptions.status, "cancelled"));
    return {
      referrals: plain(await tx.select().from(referrals).where(eq(referrals.companyId, companyId))),
      conversions: plain(
        await tx.select().from(referralConversions).where(eq(referralConversions.companyId, companyId)),
      ),
      decision: plain(
        await tx.select().from(of).where(eq(of.companyId, companyId)).orderBy(desc(of.id)).limit(1),
      ),
      rewards: plain(await tx.select().from(rewardRedemptions).where(owed)),
      numbers: await numbersIn(ctx),
    };
  });
  let text = JSON.stringify(end, null, 1).replaceAll("\\", "");
  for (const [id, name] of Object.entries({ ...names, [companyId]: "the company" }))
    text = text.replaceAll(id, name);
  return text;
}

/** Left out is what no two runs can have in common. */
const incidental = new Set(["id", "referralId", "createdAt", "updatedAt", "decidedAt", "factsDigest"]);

export function plain(rows: readonly object[]): string[] {
  return rows
    .map((row) =>
      JSON.stringify(row, (name, value) => {
        if (incidental.has(name)) return undefined;
        return typeof value === "bigint" ? String(value) : value;
      }),
    )
    .sort();
}
