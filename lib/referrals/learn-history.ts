import { and, eq, sql } from "drizzle-orm";
import { attributionDecisions, users } from "#db/schema/index.ts";
import { getCompany } from "../companies/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { recordMemberships } from "../facts/index.ts";
import type { MembershipFact } from "../whop/facts.ts";
import { readMembership } from "../whop/normalise.ts";
import { WhopError } from "../whop/platform.ts";

export type History = "known" | "unchecked";

/**
 * Until the company's past has been read, a person's own past is asked for before they are credited: an old
 * customer must not pass for a new one. Without the permission the work goes on and the trace says so; any
 * other failure is thrown, so that the job comes back. Called outside a transaction.
 */
export async function learnHistory(ctx: Ctx, whopUserId: string): Promise<History> {
  const company = await getCompany(ctx);
  if (company.backfilledAt !== null || (await wasLearned(ctx, whopUserId))) return "known";
  const facts: MembershipFact[] = [];
  try {
    for await (const object of ctx.whop.listMemberships({ companyId: ctx.companyId, userId: whopUserId })) {
      const reading = readMembership(object, ctx.clock.now());
      if (reading.ok && reading.fact.whopUserId === whopUserId) facts.push(reading.fact);
    }
  } catch (error) {
    if (error instanceof WhopError && error.kind === "permission_missing") return "unchecked";
    throw error;
  }
  await recordMemberships(ctx, facts);
  return "known";
}

/** A decision that rests on a past that was read: it need not be read again. */
async function wasLearned(ctx: Ctx, whopUserId: string): Promise<boolean> {
  const decisions = attributionDecisions;
  const rows = await transact(ctx, (tx) =>
    tx
      .select({ id: decisions.id })
      .from(decisions)
      .innerJoin(users, and(eq(users.companyId, decisions.companyId), eq(users.id, decisions.referredId)))
      .where(
        and(
          eq(decisions.companyId, ctx.companyId),
          eq(users.whopUserId, whopUserId),
          sql`${decisions.details} ->> 'historyUnchecked' = 'false'`,
        ),
      )
      .limit(1),
  );
  return rows.length > 0;
}
