import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import type { ReferralRow } from "../referrals/index.ts";
import type { EarlierReferral } from "./rule.ts";
import { asked, cameFirst, charged, credited, mailboxOf } from "./screen-reads.ts";

const Row = z.object({
  asked_id: z.string(),
  id: z.string(),
  email: z.string().nullable(),
  instruments: z.array(z.string()),
  click_at: z.coerce.date().nullable(),
  visitor: z.coerce.bigint().nullable(),
  network: z.coerce.bigint().nullable(),
  by_cookie: z.boolean().nullable(),
});

/** Of each kind, more than enough to convict; a busy network is counted elsewhere. */
const mostOfAKind = 50;

const paidAlike = sql`u.whop_user_id = ANY (payers.ids)`;
const sameBrowser = sql`(r.click_visitor_key = q.visitor AND r.click_by_cookie)`;
const sameMailbox = sql`${mailboxOf("u")} = q.local_part`;
const sameNetwork = sql`(r.click_network_key = q.network
  AND r.click_at BETWEEN q.click_at - interval '24 hours' AND q.click_at + interval '24 hours')`;

const kinds = [paidAlike, sameBrowser, sameMailbox, sameNetwork];

/** Whether somebody shares this, and so few have shared it before them. */
function isAmongFirst(isAlike: SQL): SQL {
  return sql`(${isAlike} AND count(*) FILTER (WHERE ${isAlike}) OVER earlier <= ${mostOfAKind})`;
}

export type Search = { referral: ReferralRow; localPart: string | null; instruments: readonly string[] };

/**
 * By the referral's id: members whom the same referrer brought earlier and who have something in common with this
 * one, be it mailbox, payment method, browser or network; no crowd that shares one of them hides who shares another.
 * A referrer's members are read once for each, and who pays with the same instrument is found by its index. OFFSET 0
 * keeps that order also in a community that is too new for the planner to know.
 */
export async function loadKindred(
  ctx: Ctx,
  searches: readonly Search[],
): Promise<Map<string, EarlierReferral[]>> {
  const company = ctx.companyId;
  const hints = searches.map(({ referral, localPart, instruments }) => ({
    id: referral.id,
    local_part: localPart,
    instruments,
  }));
  const rows = await transact(ctx, (tx) =>
    tx.execute(sql`
      SELECT k.asked_id, k.id, k.email, k.click_at, k.visitor, k.network, k.by_cookie,
             coalesce((SELECT array_agg(DISTINCT p.instrument_key) FILTER (WHERE p.instrument_key IS NOT NULL)
                         FROM payments p
                        WHERE p.company_id = ${company} AND p.whop_user_id = k.whop_user_id
                          AND ${charged("p")}), '{}') AS instruments
      FROM (
        SELECT q.id AS asked_id, r.id, u.whop_user_id, u.email, r.click_at, r.click_visitor_key::text AS visitor,
               r.click_network_key::text AS network, r.click_by_cookie AS by_cookie,
               r.signed_up_at, (${sql.join(kinds.map(isAmongFirst), sql` OR `)}) AS is_shown
        FROM (SELECT q.*, h.local_part, h.instruments
                FROM ${asked(searches.map(({ referral }) => referral))}
                JOIN jsonb_to_recordset(${JSON.stringify(hints)}::jsonb)
                  AS h(id uuid, local_part text, instruments jsonb) ON h.id = q.id
              OFFSET 0) q
        JOIN users x ON x.company_id = ${company} AND x.id = q.referred_id
        CROSS JOIN LATERAL (
          SELECT coalesce(array_agg(p.whop_user_id), '{}') AS ids FROM payments p
           WHERE p.company_id = ${company} AND p.whop_user_id IS NOT NULL AND ${charged("p")}
             AND p.instrument_key = ANY (ARRAY(SELECT jsonb_array_elements_text(q.instruments)))) payers
        CROSS JOIN LATERAL (
          SELECT * FROM referrals o
           WHERE o.company_id = ${company} AND o.referrer_id = q.referrer_id AND o.signed_up_at <= q.at
             AND ${credited("o")}
          OFFSET 0) r
        JOIN users u ON u.company_id = r.company_id AND u.id = r.referred_id
        WHERE r.referred_id <> q.referred_id AND ${cameFirst("r.signed_up_at", "u", "q.at", "x")}
          AND (${sql.join(kinds, sql` OR `)})
        WINDOW earlier AS (PARTITION BY q.id ORDER BY r.signed_up_at, u.whop_user_id COLLATE "C"
                           ROWS UNBOUNDED PRECEDING)) k
      WHERE k.is_shown
      ORDER BY k.asked_id, k.signed_up_at, k.whop_user_id COLLATE "C"`),
  );
  return Map.groupBy(
    z
      .array(Row)
      .parse([...rows])
      .map(kindredOf),
    ({ askedId }) => askedId,
  );
}

function kindredOf(row: z.output<typeof Row>): EarlierReferral & { askedId: string } {
  return {
    askedId: row.asked_id,
    referralId: row.id,
    email: row.email,
    instruments: row.instruments,
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
