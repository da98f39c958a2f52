import { settleCommissions } from "#lib/affiliates/index.ts";
import type { Services } from "#lib/core/services.ts";
import { payItem, readyItems, schedulePayout, settleRewardPayables } from "#lib/payouts/index.ts";
import { asSystem, type SentJob, type TestServices } from "./context.ts";

/** Does the jobs of payouts as the worker does; others are left undone. */
export async function runPayoutJob(
  services: Services | TestServices,
  { name, payload }: SentJob,
): Promise<void> {
  const ctx = asSystem(services, String(payload.companyId), name);
  const { cutoffAt } = payload;
  switch (name) {
    case "pay-item":
      return payItem(ctx, { itemId: String(payload.itemId) });
    case "ready-payout":
      return readyItems(ctx, { payoutId: String(payload.payoutId) });
    case "schedule-payout":
      return schedulePayout(ctx, cutoffAt === undefined ? {} : { cutoffAt: String(cutoffAt) });
    case "settle-reward-payables":
      return settleRewardPayables(ctx, { userIds: [String(payload.userId)] });
    case "settle-commissions":
      await settleCommissions(ctx, { affiliateId: String(payload.affiliateId) });
  }
}
