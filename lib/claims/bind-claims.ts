import { sql } from "drizzle-orm";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import type { Member } from "../members/index.ts";

/**
 * These members are known by their user names now: open claims about a newcomer of that name are about them. Who had
 * claimed the same person by then keeps that claim, and the one by name ends.
 */
export async function bindClaims(
  ctx: Ctx,
  members: readonly Pick<Member, "id" | "username" | "erasedAt">[],
): Promise<void> {
  const named = members.flatMap(({ id, username, erasedAt }) =>
    username === null || erasedAt !== null ? [] : [{ id, name: username.toLowerCase() }],
  );
  if (named.length === 0) return;
  const now = sql`${ctx.clock.now().toISOString()}::timestamptz`;
  await transact(ctx, (tx) =>
    tx.execute(sql`
      WITH waiting AS (
        SELECT c.id, m.id AS referred_id, EXISTS (
                 SELECT FROM referral_claims o
                  WHERE o.company_id = ${ctx.companyId} AND o.claimer_id = c.claimer_id AND o.referred_id = m.id
                    AND o.status = 'open') AS is_claimed
        FROM jsonb_to_recordset(${JSON.stringify(named)}::jsonb) AS m(id uuid, name text)
        JOIN referral_claims c ON c.company_id = ${ctx.companyId} AND lower(c.referred_username) = m.name
         AND c.status = 'open' AND c.referred_id IS NULL AND c.claimer_id <> m.id
        ORDER BY c.id FOR UPDATE OF c)
      UPDATE referral_claims c
      SET referred_id = w.referred_id, updated_at = ${now},
          status = CASE WHEN w.is_claimed THEN 'withdrawn' ELSE c.status END,
          decided_at = CASE WHEN w.is_claimed THEN ${now} END
      FROM waiting w WHERE c.company_id = ${ctx.companyId} AND c.id = w.id`),
  );
}
