import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Ctx } from "../core/context.ts";
import { requireMember, transact } from "../core/context.ts";
import { type Seen, ShownRow, seenBy, shownColumns, shownFrom } from "../members/index.ts";
import { type DescribedReward, readRewards } from "./list-rewards.ts";

/** How a member came here through somebody's link. */
export type Joining = {
  /** Who brought them, as that member chose to be shown. */
  by: Seen;
  joinedAt: Date;
  /** The discount they had in the checkout, by the code that their payment carries. */
  discount: { reward: DescribedReward; paidAt: Date } | null;
};

const Row = ShownRow.extend({
  joined_at: z.coerce.date(),
  reward_id: z.string().nullable(),
  paid_at: z.coerce.date().nullable(),
});

/** Null for who was brought by nobody. */
export async function getJoining(ctx: Ctx): Promise<Joining | null> {
  const { userId, whopUserId } = requireMember(ctx);
  const { companyId } = ctx;
  return transact(ctx, async (tx, ctx) => {
    const rows = await tx.execute(sql`
      SELECT ${shownColumns}, r.signed_up_at AS joined_at, paid.reward_id, paid.paid_at
        FROM referrals r
        JOIN users u ON u.company_id = ${companyId} AND u.id = r.referrer_id
        LEFT JOIN member_preferences p ON p.company_id = ${companyId} AND p.user_id = r.referrer_id
        LEFT JOIN LATERAL (
          SELECT w.id AS reward_id, m.paid_at FROM payments m
            JOIN rewards w ON w.company_id = ${companyId} AND w.checkout_code ->> 'promoCodeId' = m.promo_code_id
           WHERE m.company_id = ${companyId} AND m.whop_user_id = ${whopUserId} AND m.paid_at IS NOT NULL
           ORDER BY m.paid_at LIMIT 1) paid ON true
       WHERE r.company_id = ${companyId} AND r.referred_id = ${userId} AND r.status <> 'cancelled'
       ORDER BY r.signed_up_at LIMIT 1`);
    const row = z.array(Row).parse([...rows])[0];
    if (!row) return null;
    const reward =
      row.reward_id === null
        ? undefined
        : (await readRewards(ctx, true)).find(({ id }) => id === row.reward_id);
    return {
      by: seenBy(ctx.actor, shownFrom(row)),
      joinedAt: row.joined_at,
      discount: reward && row.paid_at ? { reward, paidAt: row.paid_at } : null,
    };
  });
}
