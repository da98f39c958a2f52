import { and, eq, inArray, isNull, lt, or, sql } from "drizzle-orm";
import { companies, memberships, payments } from "#db/schema/index.ts";
import { secondMs } from "#lib/core/clock.ts";
import type { Ctx } from "#lib/core/context.ts";
import { transact } from "#lib/core/context.ts";
import type { ChangedPayment } from "#lib/facts/index.ts";
import {
  isCharged,
  recordDisputes,
  recordMemberships,
  recordPayments,
  recordRefunds,
} from "#lib/facts/index.ts";
import { enqueueEach, lockInboxOf } from "#lib/jobs/index.ts";
import { ensureMembers } from "#lib/members/index.ts";
import type { Finding } from "./finding.ts";

/** The last instant is for people; it need not be exact, and one row must not be written for each webhook. */
const lastSeenEveryMs = 10 * secondMs;

/**
 * Stores what events of one company told, in one transaction, with the work that follows from it. Applying the
 * same again changes nothing and asks for nothing. Returns false, having done nothing, when the company is not
 * there.
 */
export async function applyFindings(ctx: Ctx, findings: readonly Finding[]): Promise<boolean> {
  return transact(ctx, async (tx, ctx) => {
    // One company's facts are written one transaction after the other: whoever writes a refund sees the payment
    // that another worker has just written, or that one sees the refund.
    await lockInboxOf(tx, ctx.companyId);
    if (!(await isInstalled(ctx))) return false;
    await ensureMembers(
      ctx,
      findings.flatMap((found) => found.people),
    );
    const changedMemberships = await recordMemberships(
      ctx,
      findings.flatMap((found) => found.memberships),
    );
    const changedPayments = await recordPayments(
      ctx,
      findings.flatMap((found) => found.payments),
    );
    const reversals = [
      ...(await recordRefunds(
        ctx,
        findings.flatMap((found) => found.refunds),
      )),
      ...(await recordDisputes(
        ctx,
        findings.flatMap((found) => found.disputes),
      )),
    ];
    const people = new Set<string | null>(changedMemberships.map((membership) => membership.whopUserId));
    for (const id of await ownersOf(ctx, changedPayments.filter(isCharged))) people.add(id);
    for (const id of await buyersOf(ctx, reversals)) people.add(id);
    const settle = [...people].filter((id) => id !== null).sort();
    await enqueueEach(
      ctx,
      tx,
      "settle-referral",
      settle.map((whopUserId) => ({ companyId: ctx.companyId, whopUserId })),
    );
    await touchCompany(ctx);
    return true;
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

/** Whom payments belong to: the person they name, else whom their membership belongs to. */
async function ownersOf(
  ctx: Ctx,
  changed: readonly Pick<ChangedPayment, "whopUserId" | "membershipId">[],
): Promise<(string | null)[]> {
  const nameless = changed.filter((payment) => payment.whopUserId === null);
  const membershipIds = nameless.map((payment) => payment.membershipId).filter((id) => id !== null);
  const named = changed.map((payment) => payment.whopUserId);
  if (membershipIds.length === 0) return named;
  const owners = await transact(ctx, (tx) =>
    tx
      .select({ whopUserId: memberships.whopUserId })
      .from(memberships)
      .where(and(eq(memberships.companyId, ctx.companyId), inArray(memberships.membershipId, membershipIds))),
  );
  return [...named, ...owners.map((owner) => owner.whopUserId)];
}

/** Refunds and disputes name a payment; one that has not come yet settles everything when it does. */
async function buyersOf(ctx: Ctx, reversals: readonly { paymentId: string }[]): Promise<(string | null)[]> {
  if (reversals.length === 0) return [];
  const paymentIds = reversals.map((reversal) => reversal.paymentId);
  const bought = await transact(ctx, (tx) =>
    tx
      .select({ whopUserId: payments.whopUserId, membershipId: payments.membershipId })
      .from(payments)
      .where(and(eq(payments.companyId, ctx.companyId), inArray(payments.paymentId, paymentIds))),
  );
  return ownersOf(ctx, bought);
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
