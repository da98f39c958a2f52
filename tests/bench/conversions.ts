import { setTimeout as sleep } from "node:timers/promises";
import { jobCatalog, jobNames } from "#lib/jobs/index.ts";
import { loadBuyers, loadCommunity, type Referrer } from "./conversion-data.ts";
import type { BenchStack, Child, Figure } from "./harness.ts";
import { atLeast, below, exactly, load } from "./harness.ts";
import { quantile } from "./median.ts";
import { post, purchaseOf, textOf } from "./webhook-data.ts";

const COMMUNITIES = 4;
const REFERRERS = 500;
const EACH = 3;
const IDLE_PURCHASES = 60;
const GIVE_UP_MS = 120_000;

/** From Whop's webhook to the reward that follows from it, through the real server and worker. */
export async function conversionFigures(stack: BenchStack, serve: Child): Promise<Figure[]> {
  const idle = await whenIdle(stack, serve);
  const communities = [];
  for (let i = 0; i < COMMUNITIES; i += 1)
    communities.push(await loadCommunity(stack.admin, REFERRERS, EACH));
  const rush = await inARush(stack, serve, communities.flat(), EACH);
  return [
    {
      what: "conversions, webhook to reward decided",
      value: rush.perSecond,
      unit: "/s",
      target: atLeast(500),
      note: `${rush.conversions} of ${COMMUNITIES} communities; statistics ${rush.statsAfter.toFixed(1)} s later`,
    },
    {
      what: "one conversion when idle, p95",
      value: idle.p95,
      unit: "ms",
      target: below(1_000),
      note: `median ${idle.p50.toFixed(0)} ms`,
    },
    {
      what: "conversions without referral, value or reward",
      value: rush.missing + idle.missing,
      unit: "",
      target: exactly(0),
    },
  ];
}

/**
 * Everybody has read the announcement: all purchases are told as fast as they are acknowledged. The referrers have
 * brought nobody yet, and have a reward coming when each has brought so many.
 */
export async function inARush(stack: BenchStack, serve: Child, referrers: readonly Referrer[], each: number) {
  const { admin, env } = stack;
  const buyers = await loadBuyers(admin, env, referrers, each);
  const webhooks = buyers.flatMap(purchaseOf);
  const stored = async () => {
    const [row] = await admin<{ many: number }[]>`SELECT count(*)::int AS many FROM webhook_events`;
    return row?.many ?? 0;
  };
  const storedBefore = await stored();
  const began = performance.now();
  const sent = load({
    port: serve.port,
    connections: 64,
    seconds: 60,
    warmupSeconds: 0,
    requests: webhooks.map(textOf),
    once: true,
  });
  const userIds = referrers.map(({ userId }) => userId);
  const companyIds = [...new Set(referrers.map(({ companyId }) => companyId))];
  const rewarded = async () => {
    const [row] = await admin<{ many: number }[]>`
      SELECT count(*)::int AS many FROM reward_redemptions
      WHERE company_id = ANY(${companyIds}) AND user_id = ANY(${userIds})`;
    return row?.many ?? 0;
  };
  const converted = async () => {
    const [row] = await admin<{ many: number }[]>`
      SELECT count(*)::int AS many FROM referrals
      WHERE company_id = ANY(${companyIds}) AND referrer_id = ANY(${userIds}) AND status = 'converted'`;
    return row?.many ?? 0;
  };
  // The rewards come last; what has come before them is counted once.
  await until(
    async () => (await rewarded()) === referrers.length && (await converted()) === buyers.length,
    250,
  );
  const seconds = (performance.now() - began) / 1000;
  await untilQuiet(stack);
  const statsAfter = (performance.now() - began) / 1000 - seconds;

  const [books] = await admin<{ conversions: number; counted: number }[]>`
    SELECT (SELECT count(*)::int FROM referral_conversions c
              JOIN referrals r ON r.company_id = c.company_id AND r.id = c.referral_id
             WHERE r.company_id = ANY(${companyIds}) AND r.referrer_id = ANY(${userIds})) AS conversions,
           (SELECT coalesce(sum(score), 0)::int FROM member_stats
             WHERE company_id = ANY(${companyIds}) AND user_id = ANY(${userIds}) AND period = 'all') AS counted`;
  const answered = (await sent).statuses["200"] ?? 0;
  const missing =
    Math.abs(referrers.length - (await rewarded())) +
    Math.abs(buyers.length - (await converted())) +
    Math.abs(buyers.length - (books?.conversions ?? 0)) +
    Math.abs(buyers.length - (books?.counted ?? 0)) +
    Math.abs(webhooks.length - answered) +
    Math.abs(answered - ((await stored()) - storedBefore));
  return { perSecond: buyers.length / seconds, conversions: buyers.length, statsAfter, missing };
}

/** One purchase at a time, each the first that its referrer brings, and a reward for the first. */
async function whenIdle(stack: BenchStack, serve: Child) {
  const { admin, env } = stack;
  const referrers = await loadCommunity(admin, IDLE_PURCHASES, 1);
  const companyId = referrers[0]?.companyId ?? "";
  const times: number[] = [];
  for (const [nth, buyer] of (await loadBuyers(admin, env, referrers, 1)).entries()) {
    const sentAt = performance.now();
    await Promise.all(purchaseOf(buyer).map((webhook) => post(serve.port, webhook)));
    await until(async () => {
      const [row] = await admin<{ many: number }[]>`
        SELECT count(*)::int AS many FROM reward_redemptions WHERE company_id = ${companyId}`;
      return (row?.many ?? 0) > nth;
    }, 20);
    times.push(performance.now() - sentAt);
    await sleep(50 + Math.random() * 300);
  }
  const [row] = await admin<{ many: number }[]>`
    SELECT count(*)::int AS many FROM reward_redemptions WHERE company_id = ${companyId}`;
  const missing = IDLE_PURCHASES - (row?.many ?? 0);
  return { p50: quantile(times, 0.5), p95: quantile(times, 0.95), missing };
}

/** What nothing can be done about while Whop is away. */
const waitingForWhop = jobNames.filter((name) => jobCatalog[name].waitsForWhop);

/** Until the worker has done all it can. */
export function untilQuiet({ admin }: BenchStack): Promise<void> {
  return until(async () => {
    const [row] = await admin<{ many: number }[]>`
      SELECT (SELECT count(*) FROM webhook_events WHERE state = 'received')::int
             + (SELECT count(*) FROM pgboss.job
                 WHERE state < 'completed' AND NOT name = ANY(${waitingForWhop}))::int AS many`;
    return row?.many === 0;
  }, 250);
}

/** Asking costs the database something too, so not more often than what is measured needs. */
export async function until(isTrue: () => Promise<boolean>, everyMs: number): Promise<void> {
  const end = performance.now() + GIVE_UP_MS;
  while (!(await isTrue())) {
    if (performance.now() > end) return;
    await sleep(everyMs);
  }
}
