import { and, eq, inArray } from "drizzle-orm";
import { inTexts } from "#db/in-ids.ts";
import { attributionDecisions, memberships, payments, users } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import type { ChangedPayment } from "../facts/index.ts";
import {
  isCharged,
  recordDisputes,
  recordMemberships,
  recordPayments,
  recordRefunds,
} from "../facts/index.ts";
import { findReadersOfAddresses } from "../fraud/index.ts";
import { enqueueEach, lockInboxOf } from "../jobs/index.ts";
import { learnMembers } from "../members/index.ts";
import type { Finding } from "../whop/index.ts";
import { withoutErased } from "./without-erased.ts";

export type ApplyOptions = {
  /**
   * What was made before this instant happened before there was a link to come by. It is known from then on, which
   * is all that an existing customer needs; only who was decided about without knowing it is decided about again.
   */
  pastEndsAt?: Date;
};

/**
 * The one door by which Whop's objects come in, whether a webhook brought them or we asked for them: stores what
 * they told, in one transaction, with the work that follows from it. Applying the same again changes nothing and
 * asks for nothing. Returns those that were about somebody who was erased.
 */
export async function applyFindings(
  ctx: Ctx,
  told: readonly Finding[],
  { pastEndsAt }: ApplyOptions = {},
): Promise<Finding[]> {
  return transact(ctx, async (tx, ctx) => {
    // One company's facts are written one transaction after the other: whoever writes a refund sees the payment
    // that another worker has just written, or that one sees the refund.
    await lockInboxOf(tx, ctx.companyId);
    const { members, readdressed } = await learnMembers(
      ctx,
      told.flatMap((found) => found.people),
    );
    const findings = told.map((found) => withoutErased(found, members));
    const isPast = past(findings, pastEndsAt);
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
    const [oldMemberships, joined] = split(changedMemberships, (one) => isPast.has(one.membershipId));
    const [oldPayments, paid] = split(changedPayments.filter(isCharged), (one) => isPast.has(one.paymentId));
    const people = new Set<string | null>(joined.map((membership) => membership.whopUserId));
    for (const id of await ownersOf(ctx, paid)) people.add(id);
    for (const id of await buyersOf(ctx, reversals)) people.add(id);
    const oldCustomers = [
      ...oldMemberships.map((one) => one.whopUserId),
      ...(await ownersOf(ctx, oldPayments)),
    ];
    for (const id of await decidedAbout(ctx, oldCustomers)) people.add(id);
    // An address may come with news of nothing else, and after everything that was screened without it.
    for (const id of await findReadersOfAddresses(ctx, readdressed)) people.add(id);
    const settle = [...people].filter((id) => id !== null).sort();
    await enqueueEach(
      ctx,
      tx,
      "settle-referral",
      settle.map((whopUserId) => ({ companyId: ctx.companyId, whopUserId })),
    );
    return told.filter((found, nth) => found !== findings[nth]);
  });
}

/** The ids of what was made before the instant. */
function past(findings: readonly Finding[], endsAt: Date | undefined): Set<string> {
  const ids = new Set<string>();
  if (endsAt === undefined) return ids;
  for (const { memberships, payments } of findings) {
    for (const { membershipId, whopCreatedAt } of memberships)
      if (whopCreatedAt < endsAt) ids.add(membershipId);
    for (const { paymentId, whopCreatedAt } of payments) if (whopCreatedAt < endsAt) ids.add(paymentId);
  }
  return ids;
}

function split<T>(all: readonly T[], isFirst: (one: T) => boolean): [first: T[], second: T[]] {
  return [all.filter(isFirst), all.filter((one) => !isFirst(one))];
}

async function decidedAbout(ctx: Ctx, whopUserIds: readonly (string | null)[]): Promise<string[]> {
  const ids = [...new Set(whopUserIds.filter((id) => id !== null))];
  if (ids.length === 0) return [];
  const { companyId } = ctx;
  const rows = await transact(ctx, (tx) =>
    tx
      .selectDistinct({ whopUserId: users.whopUserId })
      .from(users)
      .innerJoin(
        attributionDecisions,
        and(
          eq(attributionDecisions.companyId, users.companyId),
          eq(attributionDecisions.referredId, users.id),
        ),
      )
      .where(and(eq(users.companyId, companyId), inTexts(users.whopUserId, ids))),
  );
  return rows.map((row) => row.whopUserId);
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
