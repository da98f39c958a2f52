import { settleCommissions } from "../affiliates/index.ts";
import type { Ctx } from "../core/context.ts";
import type { PayoutItem } from "./item.ts";
import type { Payee } from "./item-rows.ts";
import { settleRewardPayables } from "./settle-reward-payables.ts";

/** Brings all that somebody is owed in line with the facts, before anything of it leaves the house or after it did. */
export async function settlePayee(ctx: Ctx, { affiliateId }: PayoutItem, { userId }: Payee): Promise<void> {
  await settleCommissions(ctx, { affiliateId });
  await settleRewardPayables(ctx, { userIds: [userId] });
}
