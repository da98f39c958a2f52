import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { inIds } from "#db/in-ids.ts";
import { users } from "#db/schema/index.ts";
import { getSettings } from "../companies/index.ts";
import { dayMs } from "../core/clock.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import type { TrustFacts } from "./score.ts";

const many = z.coerce.number();
const Outcomes = z.object({
  user_id: z.string(),
  stayed: many,
  refunded: many,
  disputed: many,
  held: many,
  rejected: many,
});
const Given = z.object({ user_id: z.string(), primary: many, secondary: many, community: many });

/** What the scores of these members follow from, by their ids. Nobody is there who is no member, or no more. */
export async function readTrustFacts(ctx: Ctx, userIds: readonly string[]): Promise<Map<string, TrustFacts>> {
  if (userIds.length === 0) return new Map();
  const { companyId } = ctx;
  const { holdDays } = await getSettings(ctx);
  const settledAt = new Date(ctx.clock.now().getTime() - holdDays * dayMs).toISOString();
  const among = sql`ANY (string_to_array(${userIds.join(",")}, ',')::uuid[])`;
  return transact(ctx, async (tx) => {
    const people = await tx
      .select({ id: users.id, joinedAt: users.joinedAt })
      .from(users)
      .where(and(eq(users.companyId, companyId), inIds(users.id, userIds)));
    const outcomes = await tx.execute(sql`
      SELECT referrer_id AS user_id,
             count(*) FILTER (WHERE status IN ('converted', 'activated') AND review IN ('clear', 'released')
               AND is_verified AND hold_reason IS NULL AND converted_at <= ${settledAt}::timestamptz) AS stayed,
             count(*) FILTER (WHERE status = 'cancelled' AND cancel_reason = 'refunded') AS refunded,
             count(*) FILTER (WHERE status = 'cancelled' AND cancel_reason = 'dispute_lost') AS disputed,
             count(*) FILTER (WHERE status <> 'cancelled' AND review = 'held') AS held,
             count(*) FILTER (WHERE status <> 'cancelled' AND review = 'rejected') AS rejected
        FROM referrals WHERE company_id = ${companyId} AND referrer_id = ${among} GROUP BY referrer_id`);
    const given = await tx.execute(sql`
      SELECT user_id, count(*) FILTER (WHERE kind = 'primary') AS primary,
             count(*) FILTER (WHERE kind = 'secondary') AS secondary,
             count(*) FILTER (WHERE kind = 'community') AS community
        FROM vouches WHERE company_id = ${companyId} AND user_id = ${among} AND withdrawn_at IS NULL GROUP BY user_id`);
    const outcomeOf = new Map(
      z
        .array(Outcomes)
        .parse([...outcomes])
        .map(({ user_id, ...one }) => [user_id, one]),
    );
    const vouchesOf = new Map(
      z
        .array(Given)
        .parse([...given])
        .map(({ user_id, ...one }) => [user_id, one]),
    );
    return new Map(
      people.map(({ id, joinedAt }) => [
        id,
        { joinedAt, ...(outcomeOf.get(id) ?? nothing), vouches: vouchesOf.get(id) ?? noVouches },
      ]),
    );
  });
}

const nothing = { stayed: 0, refunded: 0, disputed: 0, held: 0, rejected: 0 };
const noVouches = { primary: 0, secondary: 0, community: 0 };
