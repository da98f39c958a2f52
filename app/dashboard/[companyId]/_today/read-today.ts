import { getSettings } from "#lib/companies/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { getHealth, type Health, listStuckWork } from "#lib/jobs/index.ts";
import { listRewards } from "#lib/rewards/index.ts";
import { getToday } from "#lib/stats/index.ts";
import { manifest } from "#lib/whop/index.ts";

export async function readToday(ctx: Ctx) {
  const [today, health, settings, rewards] = await Promise.all([
    getToday(ctx),
    getHealth(ctx),
    getSettings(ctx),
    listRewards(ctx),
  ]);
  const isAnythingStuck = stuckIn(health) + health.deliveries.held > 0;
  const missingPermissions = isAnythingStuck ? await findMissingPermissions(ctx) : [];
  return { today, health, settings, rewards, missingPermissions };
}

export function stuckIn({ webhooks, jobs, payments }: Health): number {
  return (
    webhooks.parked + webhooks.refused + webhooks.poison + webhooks.dead + jobs.dead + payments.unreadable
  );
}

/** Whop tells which permission is missing only when it refuses a call; what it refused says so in its reason. */
async function findMissingPermissions(ctx: Ctx): Promise<string[]> {
  const reasons = (await listStuckWork(ctx)).map(({ reason }) => reason);
  return manifest.permissions
    .map(({ name }) => name)
    .filter((name) => reasons.some((reason) => /permission/.test(reason) && reason.includes(name)));
}
