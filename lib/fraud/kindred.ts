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

/** The referrer's members are read once, and who pays with the same instrument is found by its index. */
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
      SELECT r.id, u.whop_user_id, u.email, r.click_at, r.click_visitor_key::text AS visitor,
             r.click_network_key::text AS network, r.click_by_cookie AS by_cookie,
             coalesce((SELECT array_agg(DISTINCT p.instrument_key) FROM payments p
                        WHERE p.company_id = u.company_id AND p.whop_user_id = u.whop_user_id
                          AND p.instrument_key IS NOT NULL), '{}') AS instruments,
             (r.signed_up_at, r.referred_id) < (${referral.signedUpAt.toISOString()}::timestamptz, ${referral.referredId}::uuid)
               AS is_earlier
      FROM referrals r
      JOIN users u ON u.company_id = r.company_id AND u.id = r.referred_id
      WHERE r.company_id = ${company} AND r.referrer_id = ${referral.referrerId}
        AND r.referred_id <> ${referral.referredId}
        AND (r.cancel_reason IS NULL OR r.cancel_reason NOT IN ('superseded', 'no_longer_credited'))
        AND (
          (r.click_visitor_key = ${visitor}::bigint AND r.click_by_cookie)
          OR (r.click_network_key = ${network}::bigint
              AND r.click_at BETWEEN ${clickAt}::timestamptz - interval '24 hours' AND ${clickAt}::timestamptz + interval '24 hours')
          OR replace(split_part(split_part(lower(trim(u.email)), '@', 1), '+', 1), '.', '') = ${search.localPart}
          OR u.whop_user_id IN (
            SELECT p.whop_user_id FROM payments p
             WHERE p.company_id = ${company} AND p.whop_user_id IS NOT NULL
               AND p.instrument_key = ANY (ARRAY(SELECT jsonb_array_elements_text(${instruments}::jsonb)))))
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
