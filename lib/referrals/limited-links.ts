import { and, eq, isNotNull, or, sql } from "drizzle-orm";
import { z } from "zod";
import { inIds } from "#db/in-ids.ts";
import { referralCodeOptions } from "#db/schema/index.ts";
import { changedHolds, holdsOf, type NewDecision, readThrough } from "../attribution/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";

/** A link's uses are other ones from this moment on than they were thought to be. */
type Shift = { codeId: string; since: Date; referredId: string };

/**
 * Whop's ids of the people who came through the same limited link later, or were refused because it was used
 * up: a use that appears or disappears before theirs may change whether there was room for them.
 */
export async function neighboursOnLimitedLinks(ctx: Ctx, news: readonly NewDecision[]): Promise<string[]> {
  const shifts = news.flatMap(({ attribution: { member, decision, rules }, before }): Shift[] => {
    const held = before ? holdsOf(before.weighed, before.touch) : [];
    const since = changedHolds(held, holdsOf(decision.weighed, rules.touch));
    return [...since].map(([codeId, at]) => ({ codeId, since: at, referredId: member.id }));
  });
  const limited = await limitedAmong(
    ctx,
    shifts.map(({ codeId }) => codeId),
  );
  const onLimited = shifts.filter(({ codeId }) => limited.has(codeId));
  if (onLimited.length === 0) return [];
  return [...new Set([...(await cameLater(ctx, onLimited)), ...(await wereRefused(ctx, onLimited))])];
}

async function limitedAmong(ctx: Ctx, codeIds: string[]): Promise<Set<string>> {
  if (codeIds.length === 0) return new Set();
  const options = referralCodeOptions;
  const rows = await transact(ctx, (tx) =>
    tx
      .select({ codeId: options.codeId })
      .from(options)
      .where(
        and(
          eq(options.companyId, ctx.companyId),
          inIds(options.codeId, codeIds),
          // Whoever came while there was a limit is judged by it, also after it was taken away.
          or(
            isNotNull(options.maxUses),
            sql`jsonb_path_exists(${options.earlier}, '$[*].maxUses ? (@ != null)')`,
          ),
        ),
      ),
  );
  return new Set(rows.map((row) => row.codeId));
}

async function cameLater(ctx: Ctx, shifts: readonly Shift[]): Promise<string[]> {
  const people = await readThrough(
    ctx,
    shifts.map(({ codeId }) => codeId),
  );
  const isLater = ({ referredId, details }: (typeof people)[number]) =>
    shifts.some(
      (shift) =>
        shift.referredId !== referredId &&
        details.weighed.some(
          ({ codeId, startedAt }) => codeId === shift.codeId && new Date(startedAt) >= shift.since,
        ),
    );
  return people.filter(isLater).map(({ whopUserId }) => whopUserId);
}

const People = z.array(z.object({ whop_user_id: z.string() }));

async function wereRefused(ctx: Ctx, shifts: readonly Shift[]): Promise<string[]> {
  const asked = shifts.map(({ codeId, referredId }) => ({
    referred_id: referredId,
    weighing: { weighed: [{ codeId, reason: "link_used_up" }] },
  }));
  const rows = await transact(ctx, (tx) =>
    tx.execute(sql`
      SELECT DISTINCT u.whop_user_id
      FROM jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) AS q(referred_id uuid, weighing jsonb)
      JOIN attribution_decisions d ON d.company_id = ${ctx.companyId} AND d.details @> q.weighing
        AND d.referred_id <> q.referred_id
      JOIN users u ON u.company_id = d.company_id AND u.id = d.referred_id`),
  );
  return People.parse([...rows]).map((row) => row.whop_user_id);
}
