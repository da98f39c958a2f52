import { and, inArray, ne } from "drizzle-orm";
import { campaigns } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { campaignOf, readCampaigns } from "./campaign.ts";
import { winnersOf } from "./contradictions.ts";

/** How many of a reward are promised as prizes, and by which campaigns. */
export type Promised = { winners: number; by: string[] };

/** By reward, what other campaigns that are announced have promised of it and not given yet. */
export async function promisedByOthers(
  ctx: Ctx,
  campaignId: string | null,
): Promise<ReadonlyMap<string, Promised>> {
  const isOpen = inArray(campaigns.status, ["scheduled", "active", "settling"]);
  const rows = await readCampaigns(
    ctx,
    campaignId === null ? isOpen : and(isOpen, ne(campaigns.id, campaignId)),
  );
  const promised = new Map<string, Promised>();
  for (const { name, terms } of rows.map(campaignOf)) {
    for (const prize of terms.prizes) {
      const { winners, by } = promised.get(prize.rewardId) ?? { winners: 0, by: [] };
      const names = by.includes(name) ? by : [...by, name];
      promised.set(prize.rewardId, { winners: winners + winnersOf(prize), by: names });
    }
  }
  return promised;
}
