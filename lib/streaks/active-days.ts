import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { zonesOf } from "./time-zone.ts";

/** Of a referral r: it was converted, and nothing took that back. */
export const stands: SQL = sql`r.status IN ('converted', 'activated') AND r.review <> 'rejected'`;

/**
 * Days with a visit or a conversion, which a person lives by their own clock, as days since 1970-01-01. Reads
 * wanted(user_id, zone) and brought(referrer_id, zone, stands, converted_at) of the statement it stands in.
 */
export function activeDaysIn(companyId: string): SQL {
  return sql`
    SELECT d.user_id, jsonb_agg(d.day - DATE '1970-01-01' ORDER BY d.day) AS days
    FROM (
      -- A day of UTC lies in two days of a time zone at most: its first and its last click tell of both.
      SELECT l.user_id, (at.click AT TIME ZONE w.zone)::date AS day
      FROM wanted w JOIN link_stats l ON l.company_id = ${companyId} AND l.user_id = w.user_id
      CROSS JOIN LATERAL (VALUES (l.first_human_at), (l.last_human_at)) AS at(click)
      WHERE l.human > 0 AND at.click IS NOT NULL
      UNION
      SELECT b.referrer_id, (b.converted_at AT TIME ZONE b.zone)::date
      FROM brought b WHERE b.stands AND b.converted_at IS NOT NULL
    ) d
    GROUP BY d.user_id`;
}

const Rows = z.array(
  z.object({ user_id: z.string(), zone: z.string(), days: z.array(z.number()).nullable() }),
);

export type ActiveDays = { zone: string; days: number[] };

/** The days of members on which there was something, from the rows themselves. */
export async function readActiveDays(ctx: Ctx, userIds: readonly string[]): Promise<Map<string, ActiveDays>> {
  if (userIds.length === 0) return new Map();
  const dwellers = (await zonesOf(ctx, userIds)).map(({ userId, zone }) => ({ user_id: userId, zone }));
  const rows = await transact(ctx, (tx) =>
    tx.execute(sql`
      WITH wanted AS MATERIALIZED (
        SELECT * FROM jsonb_to_recordset(${JSON.stringify(dwellers)}::jsonb) AS w(user_id uuid, zone text)
      ),
      brought AS (
        SELECT r.referrer_id, w.zone, r.converted_at, ${stands} AS stands
        FROM wanted w JOIN referrals r ON r.company_id = ${ctx.companyId} AND r.referrer_id = w.user_id
      ),
      active AS (${activeDaysIn(ctx.companyId)})
      SELECT w.user_id, w.zone, a.days FROM wanted w LEFT JOIN active a ON a.user_id = w.user_id`),
  );
  return new Map(
    Rows.parse([...rows]).map(({ user_id, zone, days }) => [user_id, { zone, days: days ?? [] }]),
  );
}
