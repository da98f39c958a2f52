import { and, eq, isNotNull, notInArray, sql } from "drizzle-orm";
import { z } from "zod";
import { inIds } from "#db/in-ids.ts";
import { referrals } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import type { ReferralRow } from "../referrals/index.ts";
import { ordinaryPerDay } from "./rules/velocity-limit.ts";
import { asked, charged, inDayBefore, mailboxOf } from "./screen-reads.ts";

export type Settled = {
  /** Referrals that appeared, vanished or changed, as they were and as they are. */
  moved: readonly ReferralRow[];
  /** Whoever was settled: a payment of theirs may have told with what they pay. */
  people: readonly { id: string; whopUserId: string }[];
};

/**
 * Referrals whose screening may read what has changed: of the same referrer and later, with something in common;
 * of others, later and from the same network; and where the pace of the whole community is looked at. The owner
 * has not decided about them.
 */
export async function findReaders(ctx: Ctx, { moved, people }: Settled): Promise<ReferralRow[]> {
  return transact(ctx, async (tx, ctx) => {
    const ids = new Set([
      ...(moved.length === 0 ? [] : await readersOfReferrals(ctx, moved)),
      ...(await payersAlike(ctx, people)),
    ]);
    if (ids.size === 0) return [];
    return tx
      .select()
      .from(referrals)
      .where(
        and(
          eq(referrals.companyId, ctx.companyId),
          inIds(referrals.id, [...ids]),
          isNotNull(referrals.convertedAt),
          notInArray(referrals.review, ["released", "rejected"]),
        ),
      );
  });
}

const Ids = z.array(z.object({ id: z.string() }));

/**
 * Each referral asks for itself (OFFSET 0), by pairs that one index holds in their order: of what is newest, and of a
 * community that is too new for the planner to know, any index that begins with the community looks as good to it.
 */
async function readersOfReferrals(ctx: Ctx, moved: readonly ReferralRow[]): Promise<string[]> {
  const company = ctx.companyId;
  const rows = await transact(ctx, (tx) =>
    tx.execute(sql`
      WITH q AS MATERIALIZED (SELECT * FROM ${asked(moved)}),
      kin AS (
        SELECT r.id FROM q
          JOIN users x ON x.company_id = ${company} AND x.id = q.referred_id
          CROSS JOIN LATERAL (
            SELECT o.* FROM referrals o
             WHERE o.company_id = ${company} AND o.referrer_id = q.referrer_id
               AND (o.referrer_id, o.signed_up_at) >= (q.referrer_id, q.at)
            OFFSET 0) r
          JOIN users u ON u.company_id = ${company} AND u.id = r.referred_id
         WHERE r.referred_id <> q.referred_id AND (
               (r.click_visitor_key = q.visitor AND r.click_by_cookie)
            OR (r.click_network_key = q.network
                AND r.click_at BETWEEN q.click_at - interval '24 hours' AND q.click_at + interval '24 hours')
            OR ${mailboxOf("u")} = ${mailboxOf("x")})),
      pace AS (
        SELECT r.id FROM q
          CROSS JOIN LATERAL (
            SELECT o.id, o.referrer_id, o.signed_up_at FROM referrals o
             WHERE o.company_id = ${company}
               AND (o.referrer_id, o.signed_up_at) >= (q.referrer_id, q.at)
               AND (o.referrer_id, o.signed_up_at) < (q.referrer_id, q.at + interval '24 hours')
            OFFSET 0) r
         WHERE (SELECT count(*) FROM (
                  SELECT FROM referrals o
                   WHERE o.company_id = ${company} AND ${inDayBefore("o", "r.referrer_id", "r.signed_up_at")}
                   LIMIT ${ordinaryPerDay}) day) = ${ordinaryPerDay}),
      crowd AS (
        SELECT r.id FROM q
          CROSS JOIN LATERAL (
            SELECT o.* FROM referrals o
             WHERE o.company_id = ${company}
               AND (o.click_network_key, o.click_at) >= (q.network, q.click_at)
               AND (o.click_network_key, o.click_at) < (q.network, q.click_at + interval '24 hours')
            OFFSET 0) r
         WHERE r.referrer_id <> q.referrer_id AND EXISTS (SELECT FROM referrals o WHERE o.company_id = ${company} AND o.referrer_id = r.referrer_id
                          AND o.id <> r.id AND o.click_network_key = r.click_network_key
                          AND o.click_at BETWEEN r.click_at - interval '24 hours'
                                             AND r.click_at + interval '24 hours')),
      community AS (
        SELECT r.id FROM (
            SELECT c.referral_id AS id FROM fraud_checks c
             WHERE c.company_id = ${company} AND c.check_type = 'velocity_limit'
               AND c.details ->> 'limit' IS NOT NULL OFFSET 0) paced
          CROSS JOIN (SELECT min(at) AS from, max(at) + interval '30 days' AS until FROM q OFFSET 0) span
          JOIN referrals r ON r.company_id = ${company} AND r.id = paced.id AND r.signed_up_at > span.from
           AND r.signed_up_at <= span.until)
      SELECT id FROM kin UNION SELECT id FROM pace UNION SELECT id FROM crowd UNION SELECT id FROM community`),
  );
  return Ids.parse([...rows]).map(({ id }) => id);
}

/** Referrals of the same referrer, also of one who has lost the credit, and those that these people brought themselves, paid with the same instrument. */
async function payersAlike(ctx: Ctx, people: Settled["people"]): Promise<string[]> {
  const company = ctx.companyId;
  const rows = await transact(ctx, (tx) =>
    tx.execute(sql`
      WITH alike AS MATERIALIZED (
        SELECT DISTINCT q.id AS person, u.id AS other
          FROM jsonb_to_recordset(${JSON.stringify(people)}::jsonb) AS q(id uuid, "whopUserId" text)
          CROSS JOIN LATERAL (
            SELECT p.instrument_key FROM payments p
             WHERE p.company_id = ${company} AND p.whop_user_id = q."whopUserId" AND ${charged("p")}
            OFFSET 0) own
          CROSS JOIN LATERAL (
            SELECT s.whop_user_id FROM payments s
             WHERE s.company_id = ${company} AND s.instrument_key = own.instrument_key AND ${charged("s")}
            OFFSET 0) s
          JOIN users u ON u.company_id = ${company} AND u.whop_user_id = s.whop_user_id
         WHERE own.instrument_key IS NOT NULL AND s.whop_user_id <> q."whopUserId")
      SELECT r.id FROM alike
        JOIN referrals r ON r.company_id = ${company} AND r.referred_id = alike.other
       WHERE r.referrer_id = alike.person
          OR EXISTS (SELECT FROM referrals o WHERE o.company_id = ${company} AND o.referred_id = alike.person
                        AND o.referrer_id = r.referrer_id AND o.signed_up_at <= r.signed_up_at)`),
  );
  return Ids.parse([...rows]).map(({ id }) => id);
}
