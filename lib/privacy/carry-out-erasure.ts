import { randomBytes } from "node:crypto";
import { and, eq, gte, lt, type SQL, sql } from "drizzle-orm";
import { textArray } from "#db/in-ids.ts";
import {
  memberPreferences,
  notifications,
  referralCodes,
  referrals,
  timers,
  webhookEvents,
} from "#db/schema/index.ts";
import { recordAudit } from "../audit/index.ts";
import { minuteMs } from "../core/clock.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { endExports } from "../exports/index.ts";
import { enqueue, forgetInQueue, lockInboxOf } from "../jobs/index.ts";
import { rememberLimits } from "../links/index.ts";
import {
  erasedName,
  getMember,
  lockAgainstWriters,
  lockToErase,
  type Member,
  pseudonymOf,
} from "../members/index.ts";
import { forgetViews } from "../saved-views/index.ts";
import { forgetClaims } from "./forget-claims.ts";
import { refuseWhileOpen } from "./refuse-while-open.ts";

/** A shorter name is more likely part of another word than somebody's. */
const shortestName = 3;

/**
 * Takes a member's traces out of everything, in one transaction: either they are erased, or nothing has happened.
 * Doing it again changes nothing.
 */
export async function carryOutErasure(
  ctx: Ctx,
  { userId, giveUpEarnings }: { userId: string; giveUpEarnings: boolean },
): Promise<void> {
  const startedAt = ctx.clock.now();
  const looked = await getMember(ctx, { userId });
  if (looked.erasedAt) return;
  // Most of the inbox is searched before anybody has to wait; what comes meanwhile is searched below.
  const bulkEndsAt = new Date(startedAt.getTime() - minuteMs);
  await emptyWebhooks(ctx, looked, lt(webhookEvents.receivedAt, bulkEndsAt));
  await transact(ctx, async (tx, ctx) => {
    await lockInboxOf(tx, ctx.companyId);
    await lockAgainstWriters(ctx);
    await lockToErase(ctx, userId);
    const member = await getMember(ctx, { userId });
    if (member.erasedAt) return;
    await refuseWhileOpen(ctx, member, { giveUpEarnings });
    await emptyWebhooks(ctx, member, gte(webhookEvents.receivedAt, bulkEndsAt));
    const pseudonym = pseudonymOf(ctx.secrets, ctx.companyId, member.whopUserId);
    await recordAudit(ctx, { action: "member.erased", subjectType: "member", subjectId: userId });
    const codes = await newCodes(ctx, userId);
    await rememberLimits(ctx, userId);
    const words = { exact: exact(member), names: names(member) };
    await tx.execute(sql`SELECT erase_member(
      ${userId}::uuid, ${pseudonym}, ${erasedName}, ${textArray(words.exact)}, ${textArray(words.names)},
      ${JSON.stringify(codes)}::jsonb, ${String(randomBytes(8).readBigInt64BE())}::bigint,
      ${ctx.clock.now().toISOString()}::timestamptz)`);
    await tx.execute(
      sql`SELECT forget_references(${textArray(words.exact)}, ${textArray(words.names)}, ${erasedName})`,
    );
    await endExports(ctx);
    await forgetChoicesAndNews(ctx, member);
    await forgetClaims(ctx, member, words);
    await forgetViews(ctx, words);
    await forgetInTimers(ctx, member.whopUserId, pseudonym);
    await forgetInQueue(ctx, member.whopUserId, pseudonym);
  });
  // It shows links by their codes, and is made anew as a whole.
  await ctx.db.withMachinery((tx) => tx.execute(sql`SELECT refresh_referral_performance_summary()`));
}

/** What can be nobody else. */
function exact({ whopUserId, email, avatarUrl }: Member): string[] {
  return [whopUserId, email, avatarUrl].filter((word) => word !== null);
}

function names({ name, username }: Member): string[] {
  const known = [name, username]
    .map((word) => word?.trim() ?? "")
    .filter((word) => word.length >= shortestName);
  // The longer first: a user name is often part of the name.
  return [...new Set(known)].sort((a, b) => b.length - a.length);
}

/** A webhook's content is Whop's own words about the person; that it came, and what became of it, stays. */
async function emptyWebhooks(ctx: Ctx, member: Member, when: SQL): Promise<void> {
  const said = exact(member).map((word) => sql`position(${word} IN ${webhookEvents.body}) > 0`);
  await transact(ctx, (tx) =>
    tx
      .update(webhookEvents)
      .set({ body: null })
      .where(
        and(eq(webhookEvents.companyId, ctx.companyId), when, sql`(${sql.join(said, sql` OR `)})`, settled),
      ),
  );
}

/** One that waits for its turn is emptied after it. */
const settled = sql`${webhookEvents.state} <> 'received'`;

/** The member's links lead nowhere any more, and are called like nobody. */
async function newCodes(ctx: Ctx, userId: string): Promise<{ id: string; code: string; next: string }[]> {
  const codes = await transact(ctx, (tx) =>
    tx
      .select({ id: referralCodes.id, code: referralCodes.code })
      .from(referralCodes)
      .where(and(eq(referralCodes.companyId, ctx.companyId), eq(referralCodes.userId, userId))),
  );
  return codes.map((own) => ({ ...own, next: `erased-${randomBytes(8).toString("hex")}` }));
}

async function forgetInTimers(ctx: Ctx, whopUserId: string, pseudonym: string): Promise<void> {
  await transact(ctx, (tx) =>
    tx
      .update(timers)
      .set({
        key: sql`replace(${timers.key}, ${whopUserId}, ${pseudonym})`,
        payload: sql`replace(${timers.payload}::text, ${whopUserId}, ${pseudonym})::jsonb`,
      })
      .where(
        and(
          eq(timers.companyId, ctx.companyId),
          sql`position(${whopUserId} IN ${timers.key} || ${timers.payload}::text) > 0`,
        ),
      ),
  );
}

/** What they were told, what others were told of them, and what they chose. */
async function forgetChoicesAndNews(ctx: Ctx, member: Member): Promise<void> {
  const { companyId } = ctx;
  const named = exact(member).map((word) => sql`position(${JSON.stringify(word).slice(1, -1)} IN said) > 0`);
  await transact(ctx, async (tx) => {
    const chosen = await tx
      .delete(memberPreferences)
      .where(and(eq(memberPreferences.companyId, companyId), eq(memberPreferences.userId, member.id)))
      .returning({ timeZone: memberPreferences.timeZone });
    // Without a time zone of their own, a streak is counted in the community's days.
    if (chosen.some(({ timeZone }) => timeZone !== null))
      await enqueue(ctx, tx, "refresh-member-stats", { companyId, userIds: [member.id] });
    await tx.execute(sql`
      DELETE FROM ${notifications} n
       USING (SELECT id, concat_ws(' ', values::text, message::text, reason) AS said FROM ${notifications}
               WHERE company_id = ${companyId}) t
       WHERE n.company_id = ${companyId} AND n.id = t.id
         AND (n.recipient = ${member.id} OR ${sql.join(named, sql` OR `)} OR n.subject IN (
           SELECT 'referral:' || r.id FROM ${referrals} r
            WHERE r.company_id = ${companyId} AND r.referred_id = ${member.id}::uuid))`);
  });
}
