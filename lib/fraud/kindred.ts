import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import type { ReferralRow } from "../referrals/index.ts";
import type { EarlierReferral } from "./rule.ts";
import { asked } from "./screen-reads.ts";

/** A member of the same referrer with something in common: mailbox, payment method, browser or network. */
export type Kindred = EarlierReferral & { whopUserId: string; isEarlier: boolean };

const Row = z.object({
  asked_id: z.string(),
  id: z.string(),
  whop_user_id: z.string(),
  email: z.string().nullable(),
  instruments: z.array(z.string()),
  click_at: z.coerce.date().nullable(),
  visitor: z.coerce.bigint().nullable(),
  network: z.coerce.bigint().nullable(),
  by_cookie: z.boolean().nullable(),
  is_earlier: z.boolean(),
});

/** More than enough to convict; a busy network is counted elsewhere. */
const mostRows = 50;

export type Search = { referral: ReferralRow; localPart: string | null; instruments: readonly string[] };

/**
 * By the referral's id. A referrer's members are read once for each, and who pays with the same instrument is
 * found by its index.
 */
export async function loadKindred(ctx: Ctx, searches: readonly Search[]): Promise<Map<string, Kindred[]>> {
  const company = ctx.companyId;
  const hints = searches.map(({ referral, localPart, instruments }) => ({
    id: referral.id,
    local_part: localPart,
    instruments,
  }));
  const rows = await transact(ctx, (tx) =>
    tx.execute(sql`
      SELECT k.asked_id, k.id, k.whop_user_id, k.email, k.click_at, k.visitor, k.network, k.by_cookie, k.is_earlier,
             coalesce((SELECT array_agg(DISTINCT p.instrument_key) FROM payments p
                        WHERE p.company_id = ${company} AND p.whop_user_id = k.whop_user_id
                          AND p.instrument_key IS NOT NULL), '{}') AS instruments
      FROM (
        SELECT q.id AS asked_id, r.id, u.whop_user_id, u.email, r.click_at, r.click_visitor_key::text AS visitor,
               r.click_network_key::text AS network, r.click_by_cookie AS by_cookie,
               (r.signed_up_at, r.referred_id) < (q.at, q.referred_id) AS is_earlier,
               row_number() OVER (PARTITION BY q.id ORDER BY r.signed_up_at, r.referred_id) AS nth
        FROM ${asked(searches.map(({ referral }) => referral))}
        JOIN jsonb_to_recordset(${JSON.stringify(hints)}::jsonb) AS h(id uuid, local_part text, instruments jsonb)
          ON h.id = q.id
        CROSS JOIN LATERAL (
          SELECT coalesce(array_agg(p.whop_user_id), '{}') AS ids FROM payments p
           WHERE p.company_id = ${company} AND p.whop_user_id IS NOT NULL
             AND p.instrument_key = ANY (ARRAY(SELECT jsonb_array_elements_text(h.instruments)))) payers
        JOIN referrals r ON r.company_id = ${company} AND r.referrer_id = q.referrer_id
          AND r.referred_id <> q.referred_id
          AND (r.cancel_reason IS NULL OR r.cancel_reason NOT IN ('superseded', 'no_longer_credited'))
        JOIN users u ON u.company_id = r.company_id AND u.id = r.referred_id
        WHERE (r.click_visitor_key = q.visitor AND r.click_by_cookie)
           OR (r.click_network_key = q.network
               AND r.click_at BETWEEN q.click_at - interval '24 hours' AND q.click_at + interval '24 hours')
           OR replace(split_part(split_part(lower(trim(u.email)), '@', 1), '+', 1), '.', '') = h.local_part
           OR u.whop_user_id = ANY (payers.ids)) k
      WHERE k.nth <= ${mostRows}
      ORDER BY k.asked_id, k.nth`),
  );
  return Map.groupBy(
    z
      .array(Row)
      .parse([...rows])
      .map(kindredOf),
    ({ askedId }) => askedId,
  );
}

function kindredOf(row: z.output<typeof Row>): Kindred & { askedId: string } {
  return {
    askedId: row.asked_id,
    referralId: row.id,
    whopUserId: row.whop_user_id,
    email: row.email,
    instruments: row.instruments,
    isEarlier: row.is_earlier,
    visit:
      row.click_at === null || row.visitor === null
        ? null
        : {
            at: row.click_at,
            visitorKey: row.visitor,
            networkKey: row.network,
            byCookie: row.by_cookie === true,
          },
  };
}
