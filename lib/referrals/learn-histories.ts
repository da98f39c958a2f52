import { and, eq, sql } from "drizzle-orm";
import { inTexts } from "#db/in-ids.ts";
import { attributionDecisions, users } from "#db/schema/index.ts";
import { getCompany } from "../companies/index.ts";
import { chunksOf } from "../core/chunks.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { recordMemberships } from "../facts/index.ts";
import { isPseudonym } from "../members/index.ts";
import type { MembershipFact } from "../whop/facts.ts";
import { readMembership } from "../whop/normalise.ts";
import { WhopError } from "../whop/platform.ts";

/**
 * Until the company's past has been read, people's own past is asked for before they are credited: an old
 * customer must not pass for a new one. Without the permission the work goes on and the trace says so; any
 * other failure is thrown, so that the job comes back. Called outside a transaction. Returns those whose past
 * we were not allowed to read.
 */
export async function learnHistories(ctx: Ctx, whopUserIds: readonly string[]): Promise<Set<string>> {
  const { backfilledAt } = await getCompany(ctx);
  if (backfilledAt !== null) return new Set();
  const learned = await learnedBefore(ctx, whopUserIds);
  const wanted = whopUserIds.filter((whopUserId) => !learned.has(whopUserId));
  const unchecked = new Set<string>();
  for (const some of chunksOf(wanted, readAtOnce)) {
    const pasts = await Promise.all(some.map((whopUserId) => readPast(ctx, whopUserId)));
    await recordMemberships(
      ctx,
      pasts.flatMap((facts) => facts ?? []),
    );
    for (const [nth, whopUserId] of some.entries()) if (pasts[nth] === null) unchecked.add(whopUserId);
  }
  return unchecked;
}

const readAtOnce = 5;

/** Null when Whop does not let us. */
async function readPast(ctx: Ctx, whopUserId: string): Promise<MembershipFact[] | null> {
  const facts: MembershipFact[] = [];
  // Whop does not know whom an erased member was to us.
  if (isPseudonym(whopUserId)) return facts;
  try {
    for await (const object of ctx.whop.listMemberships({ companyId: ctx.companyId, userId: whopUserId })) {
      const reading = readMembership(object, ctx.clock.now());
      if (reading.ok && reading.fact.whopUserId === whopUserId) facts.push(reading.fact);
    }
  } catch (error) {
    if (error instanceof WhopError && error.kind === "permission_missing") return null;
    throw error;
  }
  return facts;
}

/** Those about whom a decision rests on a past that was read: it need not be read again. */
async function learnedBefore(ctx: Ctx, whopUserIds: readonly string[]): Promise<Set<string>> {
  const decisions = attributionDecisions;
  const rows = await transact(ctx, (tx) =>
    tx
      .selectDistinct({ whopUserId: users.whopUserId })
      .from(decisions)
      .innerJoin(users, and(eq(users.companyId, decisions.companyId), eq(users.id, decisions.referredId)))
      .where(
        and(
          eq(decisions.companyId, ctx.companyId),
          inTexts(users.whopUserId, whopUserIds),
          sql`${decisions.details} ->> 'historyUnchecked' = 'false'`,
        ),
      ),
  );
  return new Set(rows.map((row) => row.whopUserId));
}
