import { sql } from "drizzle-orm";
import { z } from "zod";
import { rewardPayables } from "#db/schema/index.ts";
import { taking, writeRows } from "#db/write-rows.ts";
import { ensurePayees } from "../affiliates/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";

export const SettleRewardPayablesInput = z.strictObject({ userIds: z.array(z.uuid()).max(1_000) });
export type SettleRewardPayablesInput = z.infer<typeof SettleRewardPayablesInput>;

type Booked = { redemptionId: string; userId: string; currency: string; amount: string; since: string };

/**
 * Brings what payouts pay for rewards in money in line with the books: what was given is owed from then on, to
 * whoever is no affiliate too, and what was taken back is not. Run it as often as you like.
 */
export async function settleRewardPayables(ctx: Ctx, input: SettleRewardPayablesInput): Promise<void> {
  requireOwner(ctx);
  const { userIds } = parseInput(SettleRewardPayablesInput, input);
  if (userIds.length === 0) return;
  await transact(ctx, async (tx, ctx) => {
    const hasAny = (await readBooked(ctx, userIds)).map(({ userId }) => userId);
    if (hasAny.length === 0) return;
    // Payouts hold the payee's lock while they pay; what is read below is what it is until we are done.
    const payees = await ensurePayees(ctx, [...new Set(hasAny)]);
    const now = ctx.clock.now();
    const rows = (await readBooked(ctx, [...payees.keys()])).flatMap(
      ({ redemptionId, userId, currency, amount, since }) => {
        const affiliateId = payees.get(userId);
        if (affiliateId === undefined) return [];
        const amountMinor = BigInt(amount);
        return [
          {
            redemptionId,
            affiliateId,
            currency,
            amountMinor,
            since: new Date(since),
            createdAt: now,
            updatedAt: now,
          },
        ];
      },
    );
    const of = rewardPayables;
    await writeRows(tx, ctx.companyId, of, rows, {
      // What was paid is the payouts' to write.
      onConflict: { target: [of.companyId, of.redemptionId], set: taking(of.amountMinor, of.updatedAt) },
    });
  });
}

/** What the books say is payable to members for each of their rewards, also where it came back to nothing. */
async function readBooked(ctx: Ctx, userIds: readonly string[]): Promise<Booked[]> {
  return transact(ctx, async (tx) => [
    ...(await tx.execute<Booked>(sql`
      SELECT e.source_id AS "redemptionId", a.holder_id AS "userId", a.unit AS currency,
             sum(e.amount)::text AS amount, min(e.occurred_at)::text AS since
        FROM ledger_accounts a
        JOIN ledger_entries e ON e.company_id = a.company_id AND e.account_id = a.id
       WHERE a.company_id = ${ctx.companyId} AND a.kind = 'commission_payable' AND e.source_type = 'redemption'
         AND a.holder_id IN (SELECT value::uuid FROM jsonb_array_elements_text(${JSON.stringify(userIds)}::jsonb))
       GROUP BY e.source_id, a.holder_id, a.unit
       ORDER BY e.source_id`)),
  ]);
}
