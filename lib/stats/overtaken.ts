import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import type { Rise } from "./changes.ts";
import { periodStartOf } from "./periods.ts";

/** Of all whom one rise passes, the nearest: to them it was close. */
const mostPassed = 3;
const Rows = z.array(z.object({ userId: z.uuid() }));

/** Members whom these rises have just passed on this month's board. A first score passes nobody who had one. */
export async function overtakenBy(ctx: Ctx, rises: readonly Rise[]): Promise<string[]> {
  const month = periodStartOf("month", ctx.clock.now());
  const now = rises.filter(
    ({ period, periodStart, before }) => period === "month" && periodStart === month && before > 0,
  );
  if (now.length === 0) return [];
  // Below zero, as the board is ordered.
  const passing = JSON.stringify(
    now.map(({ userId, before, score }) => ({ u: userId, b: -before, s: -score })),
  );
  const rows = await transact(ctx, (tx) =>
    tx.execute(sql`
      SELECT DISTINCT p.user_id AS "userId"
      FROM jsonb_to_recordset(${passing}::jsonb) AS r(u uuid, b integer, s integer)
      CROSS JOIN LATERAL (
        SELECT m.user_id FROM member_stats m
         WHERE m.company_id = ${ctx.companyId} AND m.period = 'month' AND m.period_start = ${month}::date
           AND m.score > 0 AND m.board_order <= r.b AND m.board_order > r.s AND m.user_id <> r.u
         ORDER BY m.board_order, m.score_reached_at, m.user_id LIMIT ${mostPassed}) p`),
  );
  return Rows.parse([...rows]).map(({ userId }) => userId);
}
