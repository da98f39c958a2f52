import { settleCommissionsOf } from "../affiliates/index.ts";
import type { Ctx } from "../core/context.ts";
import type { Due } from "./item-rows.ts";
import { settleRewardPayables } from "./settle-reward-payables.ts";

/** Brings all that these are owed in line with the facts, before anything of it leaves the house. */
export async function settlePayees(ctx: Ctx, due: readonly Due[]): Promise<void> {
  if (due.length === 0) return;
  await settleCommissionsOf(ctx, [...new Set(due.map(({ item }) => item.affiliateId))]);
  await settleRewardPayables(ctx, { userIds: [...new Set(due.map(({ payee }) => payee.userId))] });
}
