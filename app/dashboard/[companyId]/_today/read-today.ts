import { countAffiliates } from "#lib/affiliates/index.ts";
import { listCampaigns } from "#lib/campaigns/index.ts";
import { getSettings } from "#lib/companies/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { toDecimal } from "#lib/core/money.ts";
import { getHealth, type Health, listStuckWork } from "#lib/jobs/index.ts";
import { getOwed, type OwedNow } from "#lib/payouts/index.ts";
import { getDisagreement } from "#lib/reconciliation/index.ts";
import { listRewards } from "#lib/rewards/index.ts";
import { getToday } from "#lib/stats/index.ts";
import { permissionsNamedIn } from "../permissions-named-in.ts";

export async function readToday(ctx: Ctx) {
  const [today, health, settings, rewards, disagreement, affiliates, owed, running] = await Promise.all([
    getToday(ctx),
    getHealth(ctx),
    getSettings(ctx),
    listRewards(ctx),
    getDisagreement(ctx),
    countAffiliates(ctx),
    getOwed(ctx),
    listCampaigns(ctx, { statuses: ["active", "settling"], limit: 10 }),
  ]);
  const isAnythingStuck = stuckIn(health) + health.deliveries.held > 0;
  const stuck = isAnythingStuck ? (await listStuckWork(ctx)).map(({ reason }) => reason) : [];
  const missingPermissions = permissionsNamedIn([...stuck, disagreement.problem ?? ""]);
  return {
    today,
    health,
    settings,
    rewards,
    disagreement,
    missingPermissions,
    applications: affiliates.applied,
    due: owed.flatMap(dueIn),
    campaigns: running.campaigns,
  };
}

export type Due = { currency: string; amount: string; affiliates: number; since: Date };

/** What could be paid now, where there is something. */
function dueIn({ currency, dueMinor, affiliates, since }: OwedNow): Due[] {
  return since === null ? [] : [{ currency, amount: toDecimal(dueMinor, currency), affiliates, since }];
}

export type TodayData = Awaited<ReturnType<typeof readToday>>;

export function stuckIn({ webhooks, jobs, payments }: Health): number {
  return (
    webhooks.parked +
    webhooks.refused +
    webhooks.poison +
    webhooks.dead +
    jobs.dead +
    payments.unreadable +
    payments.overRefunded
  );
}
