import { and, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { affiliatePayoutItems } from "#db/schema/index.ts";
import { recordAudit } from "../audit/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { say } from "../core/said.ts";
import type { PayoutItem } from "./item.ts";
import { getItem } from "./item-rows.ts";
import { changePayout, lockPayout } from "./payout.ts";

export const SetItemIncludedInput = z.strictObject({ id: z.uuid(), isIncluded: z.boolean() });
export type SetItemIncludedInput = z.infer<typeof SetItemIncludedInput>;

/**
 * Takes one affiliate's amount out of a draft, or back into it; what is left out stays owed. An approval that was
 * given already was for other contents and is taken back.
 * @throws AppError conflict when the payout is no draft any more, or the item is carried over
 */
export async function setItemIncluded(ctx: Ctx, input: SetItemIncludedInput): Promise<PayoutItem> {
  requireOwner(ctx);
  const { id, isIncluded } = parseInput(SetItemIncludedInput, input);
  return transact(ctx, async (tx, ctx) => {
    const { payoutId } = await getItem(ctx, id);
    const payout = await lockPayout(ctx, payoutId);
    const before = await getItem(ctx, id);
    if (payout.status !== "draft") {
      const message = say("payout.notDraft", { number: payout.number, status: payout.status });
      throw new AppError("conflict", message);
    }
    if (before.status === "carried") throw new AppError("conflict", say("payout.carried"));
    const status = isIncluded ? "included" : "excluded";
    if (before.status === status) return before;
    await tx
      .update(affiliatePayoutItems)
      .set({ status, updatedAt: ctx.clock.now() })
      .where(
        and(
          eq(affiliatePayoutItems.companyId, ctx.companyId),
          eq(affiliatePayoutItems.id, id),
          inArray(affiliatePayoutItems.status, ["included", "excluded"]),
        ),
      );
    if (payout.approvedBy !== null) await changePayout(ctx, payoutId, { approvedBy: null, approvedAt: null });
    const action = `payout_item.${status}`;
    await recordAudit(ctx, { action, subjectType: "payout_item", subjectId: id, details: { payoutId } });
    return getItem(ctx, id);
  });
}
