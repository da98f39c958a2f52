import { and, count, eq, gt, inArray, isNotNull, sql } from "drizzle-orm";
import {
  companies,
  jobLog,
  payments,
  referralConversions,
  rewardDeliveries,
  webhookEvents,
} from "#db/schema/index.ts";
import { sharedRead } from "../core/batched-read.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { isStuck } from "./list-webhooks.ts";
import { isSilent } from "./webhook-rhythm.ts";

export type Health = {
  /** Null when the database cannot tell, false when no worker has shown itself for a minute. */
  workerRuns: boolean | null;
  webhooks: {
    lastAt: Date | null;
    /** No webhook came for a time that is unusual for this community. */
    isSilent: boolean;
    parked: number;
    refused: number;
    poison: number;
    dead: number;
    /** Sent again under the same id with other content. */
    conflicting: number;
  };
  jobs: { failing: number; dead: number };
  deliveries: { unknown: number; held: number };
  payments: {
    unreadable: number;
    /** Of referred members, with more refunded than was paid. */
    overRefunded: number;
  };
};

/** How the machinery of this community does, for its owner. */
export async function getHealth(ctx: Ctx): Promise<Health> {
  requireOwner(ctx);
  return readHealth(ctx);
}

const readHealth = sharedRead<Health>((ctx) =>
  transact(ctx, async (tx, ctx) => {
    const { companyId } = ctx;
    const [company] = await tx
      .select({ lastAt: companies.lastWebhookAt })
      .from(companies)
      .where(eq(companies.companyId, companyId));
    const webhooks = await tx
      .select({
        state: webhookEvents.state,
        many: count(),
        conflicting: sql<number>`count(*) FILTER (WHERE ${webhookEvents.conflicts} > 0)`.mapWith(Number),
      })
      .from(webhookEvents)
      .where(and(eq(webhookEvents.companyId, companyId), isStuck))
      .groupBy(webhookEvents.state);
    const jobs = await tx
      .select({ state: jobLog.state, many: count() })
      .from(jobLog)
      .where(and(eq(jobLog.companyId, companyId), inArray(jobLog.state, ["failed", "dead"])))
      .groupBy(jobLog.state);
    const deliveries = await tx
      .select({ state: rewardDeliveries.state, many: count() })
      .from(rewardDeliveries)
      .where(
        and(eq(rewardDeliveries.companyId, companyId), inArray(rewardDeliveries.state, ["unknown", "held"])),
      )
      .groupBy(rewardDeliveries.state);
    const [unreadable] = await tx
      .select({ many: count() })
      .from(payments)
      .where(and(eq(payments.companyId, companyId), isNotNull(payments.amountProblem)));
    const [overRefunded] = await tx
      .select({ many: count() })
      .from(referralConversions)
      .where(
        and(eq(referralConversions.companyId, companyId), gt(referralConversions.overRefundedMinor, 0n)),
      );
    const [worker] = await tx.execute<{ age: number | null }>(
      sql`SELECT extract(epoch FROM now() - max(monitor_on))::float8 AS age FROM pgboss.queue`,
    );
    const of = (rows: { state: string; many: number }[], state: string) =>
      rows.find((row) => row.state === state)?.many ?? 0;
    return {
      workerRuns: worker ? worker.age !== null && worker.age < 60 : null,
      webhooks: {
        lastAt: company?.lastAt ?? null,
        isSilent: await isSilent(ctx, company?.lastAt ?? null),
        parked: of(webhooks, "parked"),
        refused: of(webhooks, "refused"),
        poison: of(webhooks, "poison"),
        dead: of(webhooks, "dead"),
        conflicting: webhooks.reduce((sum, row) => sum + row.conflicting, 0),
      },
      jobs: { failing: of(jobs, "failed"), dead: of(jobs, "dead") },
      deliveries: { unknown: of(deliveries, "unknown"), held: of(deliveries, "held") },
      payments: { unreadable: unreadable?.many ?? 0, overRefunded: overRefunded?.many ?? 0 },
    };
  }),
);
