import { eq } from "drizzle-orm";
import { openDatabase } from "#db/client.ts";
import { companies } from "#db/schema/index.ts";
import { buildCommunity, COMMUNITY, type Community } from "#db/seed/community.ts";
import { type Clock, systemClock } from "../core/clock.ts";
import type { Ctx, JobSender } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { loadEnv } from "../core/env.ts";
import { createLogger } from "../core/log.ts";
import { deriveSecrets } from "../core/secrets.ts";
import { type Services, systemContext } from "../core/services.ts";
import { isJobName, type JobName, sweepTimers } from "../jobs/index.ts";
import { referenceOf } from "../links/index.ts";
import { planNextRun } from "../reconciliation/index.ts";
import { rebuildStats } from "../stats/index.ts";
import { createWhopPlatform } from "../whop/index.ts";
import { runJob } from "../workflows/index.ts";
import { affiliateEvents, liveAffiliateEvent, openAffiliateProgram } from "./seed-affiliates.ts";
import { campaignEvents, liveCampaignEvent, openPrizes } from "./seed-campaigns.ts";
import { openCommunity } from "./seed-community.ts";
import { eventsOf } from "./seed-events.ts";
import { liveThrough } from "./seed-live.ts";

/**
 * Lives ninety days of a community through the product's own verbs, with the clock set to each event's
 * instant, so that every decision, trace and reward in it was made and not painted.
 */
async function seed(): Promise<void> {
  const env = loadEnv();
  const db = openDatabase(env.DATABASE_URL, { applicationName: "referly-seed", max: 4 });
  const log = createLogger("seed", env.LOG_LEVEL);
  const clock = movingClock();
  const queue = jobsInOrder();
  const services: Services = {
    db,
    whop: createWhopPlatform({
      apiKey: env.WHOP_API_KEY,
      baseUrl: env.WHOP_API_BASE_URL,
      appId: env.WHOP_APP_ID,
      log,
    }),
    jobs: queue,
    clock,
    secrets: deriveSecrets(env.REFERLY_SECRET),
    origins: { app: env.APP_ORIGIN, whop: env.WHOP_ORIGINS },
    log,
  };
  try {
    const now = systemClock.now();
    const community = buildCommunity({
      now,
      sign: (codeId) => referenceOf(services.secrets, COMMUNITY.companyId, codeId).rs,
    });
    const ctx = systemContext(services, community.company.id, "seed");
    const drain = async () => {
      do {
        await runAll(ctx, queue);
      } while ((await sweepTimers(services)) > 0);
    };

    if (env.REFERLY_SANDBOX_URL) await signCheckouts(env.REFERLY_SANDBOX_URL, community);
    clock.set(community.company.createdAt);
    const owner = await openCommunity(ctx, community);
    await openAffiliateProgram(owner);
    await openPrizes(owner);
    await drain();
    const moments = [
      ...eventsOf(community).map((event) => ({
        at: event.at,
        live: () => liveThrough(ctx, event, community),
      })),
      ...affiliateEvents(community).map((event) => ({
        at: event.at,
        live: () => liveAffiliateEvent(ctx, owner, event),
      })),
      ...campaignEvents(community).map((event) => ({
        at: event.at,
        live: () => liveCampaignEvent(owner, community, event),
      })),
    ].sort((a, b) => a.at.getTime() - b.at.getTime());
    for (const { at, live } of moments) {
      clock.set(at);
      await live();
      await drain();
    }
    clock.set(now);
    await drain();
    await rebuildStats(ctx);
    await planNextRun(ctx);
    await transact(ctx, async (tx) => {
      await tx.update(companies).set({ backfilledAt: now }).where(eq(companies.companyId, ctx.companyId));
    });
  } finally {
    await db.close();
  }
}

/** The seeded checkouts were made before anybody had a secret to sign them with. */
async function signCheckouts(sandboxUrl: string, community: Community): Promise<void> {
  const metadata = Object.fromEntries(
    community.links.map((link) => [link.checkoutConfigurationId, link.metadata]),
  );
  const answer = await fetch(`${sandboxUrl}/sandbox/checkout_configurations/metadata`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(metadata),
  });
  if (!answer.ok) throw new Error(`The sandbox refused the signed checkouts: ${await answer.text()}`);
}

const skipped = new Set<JobName>([
  // What the sandbox tells of the past would arrive all at once; the seed lives through it instead.
  "reconcile",
  "process-parked",
  "refresh-profile",
  "create-checkout",
  // Makes each of the last weeks' cohorts anew, ninety times over; the last day's run makes them all.
  "daily-metrics",
]);

type PendingJobs = JobSender & { take(): { name: JobName; payload: object } | undefined };

function jobsInOrder(): PendingJobs {
  const pending: { name: JobName; payload: object }[] = [];
  return {
    take: () => pending.shift(),
    async send(_tx, name, payloads) {
      if (!isJobName(name) || skipped.has(name)) return;
      for (const payload of payloads) pending.push({ name, payload });
    },
  };
}

async function runAll(ctx: Ctx, jobs: PendingJobs): Promise<void> {
  for (let job = jobs.take(); job; job = jobs.take()) await runJob(ctx, job.name, job.payload);
}

function movingClock(): Clock & { set(at: Date): void } {
  let at = systemClock.now();
  return {
    now: () => at,
    set: (next) => {
      at = next;
    },
  };
}

await seed();
