import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import type { ReferralRow } from "../referrals/index.ts";
import type { EarlierReferral } from "./rule.ts";

/** A member of the same referrer with something in common: mailbox, payment method, browser or network. */
export type Kindred = EarlierReferral & { whopUserId: string; isEarlier: boolean };

const Row = z.object({
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

/** Each kind of likeness is found by an index of its own, but mailboxes, for which the referrer's members are read. */
export async function loadKindred(
  ctx: Ctx,
  referral: ReferralRow,
  search: { localPart: string | null; instruments: readonly string[] },
): Promise<Kindred[]> {
  const company = ctx.companyId;
  const visitor = referral.clickVisitorKey === null ? null : String(referral.clickVisitorKey);
  const network = referral.clickNetworkKey === null ? null : String(referral.clickNetworkKey);
  const clickAt = referral.clickAt?.toISOString() ?? null;
  // Each parameter once: a list of values goes as JSON, because an array would need its own type.
  const instruments = JSON.stringify(search.instruments);
  const rows = await transact(ctx, (tx) =>
    tx.execute(sql`
      WITH alike AS (
        SELECT r.id FROM referrals r
         WHERE r.company_id = ${company} AND r.click_visitor_key = ${visitor}::bigint AND r.click_by_cookie
        UNION
        SELECT r.id FROM referrals r
         WHERE r.company_id = ${company} AND r.click_network_key = ${network}::bigint
           AND r.click_at BETWEEN ${clickAt}::timestamptz - interval '24 hours' AND ${clickAt}::timestamptz + interval '24 hours'
        UNION
        SELECT r.id FROM payments p
          JOIN users u ON u.company_id = p.company_id AND u.whop_user_id = p.whop_user_id
          JOIN referrals r ON r.company_id = u.company_id AND r.referred_id = u.id
         WHERE p.company_id = ${company}
           AND p.instrument_key IN (SELECT jsonb_array_elements_text(${instruments}::jsonb))
        UNION
        SELECT r.id FROM referrals r JOIN users u ON u.company_id = r.company_id AND u.id = r.referred_id
         WHERE r.company_id = ${company} AND r.referrer_id = ${referral.referrerId}
           AND replace(split_part(split_part(lower(trim(u.email)), '@', 1), '+', 1), '.', '') = ${search.localPart}
      )
      SELECT r.id, u.whop_user_id, u.email, r.click_at, r.click_visitor_key::text AS visitor,
             r.click_network_key::text AS network, r.click_by_cookie AS by_cookie,
             coalesce((SELECT array_agg(DISTINCT p.instrument_key) FROM payments p
                        WHERE p.company_id = u.company_id AND p.whop_user_id = u.whop_user_id
                          AND p.instrument_key IS NOT NULL), '{}') AS instruments,
             (r.signed_up_at, r.referred_id) < (${referral.signedUpAt.toISOString()}::timestamptz, ${referral.referredId}::uuid)
               AS is_earlier
      FROM alike a
      JOIN referrals r ON r.company_id = ${company} AND r.id = a.id
      JOIN users u ON u.company_id = r.company_id AND u.id = r.referred_id
      WHERE r.referrer_id = ${referral.referrerId} AND r.referred_id <> ${referral.referredId}
        AND (r.cancel_reason IS NULL OR r.cancel_reason NOT IN ('superseded', 'no_longer_credited'))
      ORDER BY r.signed_up_at, r.referred_id LIMIT ${mostRows}`),
  );
  return z
    .array(Row)
    .parse([...rows])
    .map((row) => ({
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
    }));
}
