import type { Ctx } from "../core/context.ts";
import { getBalances, pointsUnit, settleBooks } from "../ledger/index.ts";
import type { Redemption } from "./redemption.ts";

/** What a member can spend. */
export async function pointsOf(ctx: Ctx, userId: string): Promise<bigint> {
  const balances = await getBalances(ctx, { holderIds: [userId], kinds: ["points"] });
  return balances.find(({ unit }) => unit === pointsUnit)?.balance ?? 0n;
}

type Purchase = { redemptionId: string; userId: string; name: string; at: Date };

/** Spends points on a reward; nothing when it is not bought after all. The caller holds the member's lock. */
export async function bookPrice(
  ctx: Ctx,
  { redemptionId, userId, name, at }: Purchase,
  points: bigint,
): Promise<void> {
  const of = { holderId: userId, unit: pointsUnit };
  await settleBooks(ctx, [
    {
      source: { type: "purchase", id: redemptionId },
      factId: redemptionId,
      rule: name,
      ruleVersion: 1,
      occurredAt: at,
      lines:
        points === 0n
          ? []
          : [
              { ...of, kind: "points", amount: -points },
              { ...of, kind: "points_spent", amount: points },
            ],
    },
  ]);
}

/** A reward that was bought and will not come costs nothing. */
export async function returnPayment(ctx: Ctx, redemption: Redemption): Promise<void> {
  if (!redemption.subject.startsWith("purchase:")) return;
  const { id, userId, terms } = redemption;
  await bookPrice(ctx, { redemptionId: id, userId, name: terms.name, at: ctx.clock.now() }, 0n);
}
