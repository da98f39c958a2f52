import { and, eq, isNull, lt, or, sql } from "drizzle-orm";
import { companies } from "#db/schema/index.ts";
import { secondMs } from "#lib/core/clock.ts";
import type { Ctx } from "#lib/core/context.ts";
import { transact } from "#lib/core/context.ts";
import { lockInboxOf } from "#lib/jobs/index.ts";
import type { Finding } from "#lib/whop/index.ts";
import { applyFindings } from "#lib/workflows/apply-findings.ts";

/** The last instant is for people; it need not be exact, and one row must not be written for each webhook. */
const lastSeenEveryMs = 10 * secondMs;

/**
 * Stores what events of one company told, in one transaction, with the work that follows from it. Returns those that
 * were about somebody who was erased, or null, having done nothing, when the company is not there.
 */
export async function applyEvents(ctx: Ctx, findings: readonly Finding[]): Promise<Set<Finding> | null> {
  return transact(ctx, async (tx, ctx) => {
    await lockInboxOf(tx, ctx.companyId);
    if (!(await isInstalled(ctx))) return null;
    const ofErased = await applyFindings(ctx, findings);
    await touchCompany(ctx);
    return new Set(ofErased);
  });
}

export async function isInstalled(ctx: Ctx): Promise<boolean> {
  return transact(ctx, async (tx) => {
    const [company] = await tx
      .select({ status: companies.status })
      .from(companies)
      .where(eq(companies.companyId, ctx.companyId));
    return company?.status === "active";
  });
}

async function touchCompany(ctx: Ctx): Promise<void> {
  const now = ctx.clock.now();
  const isStale = or(
    isNull(companies.lastWebhookAt),
    lt(companies.lastWebhookAt, new Date(now.getTime() - lastSeenEveryMs)),
  );
  await transact(ctx, (tx) =>
    tx
      .update(companies)
      .set({ lastWebhookAt: sql`greatest(${companies.lastWebhookAt}, ${now.toISOString()}::timestamptz)` })
      .where(and(eq(companies.companyId, ctx.companyId), isStale)),
  );
}
