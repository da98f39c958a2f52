import type { CampaignStatus } from "#db/enums.ts";
import { type Campaign, listCampaigns } from "#lib/campaigns/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { type CampaignSums, getCampaignSums } from "#lib/standings/index.ts";
import type { Query } from "../../open.ts";
import { oneOf, uuid } from "../../query.ts";

export const views = ["current", "ended", "archived"] as const;
export type View = (typeof views)[number];

const statusesOf: Record<View, CampaignStatus[]> = {
  current: ["active", "settling", "scheduled", "draft"],
  ended: ["ended"],
  archived: ["archived"],
};

export type CampaignList = {
  view: View;
  campaigns: readonly Campaign[];
  sums: ReadonlyMap<string, CampaignSums>;
  nextCursor: string | null;
  cursor: string | undefined;
  /** Not one was ever made. */
  isFirst: boolean;
};

/** What the address asks for. */
export async function readCampaigns(ctx: Ctx, query: Query): Promise<CampaignList> {
  const view = oneOf(query.view, views) ?? "current";
  const cursor = uuid(query.cursor);
  const { campaigns, nextCursor } = await listCampaigns(ctx, {
    statuses: statusesOf[view],
    ...(cursor ? { cursor } : {}),
    limit: 50,
  });
  const sums = await getCampaignSums(
    ctx,
    campaigns.map(({ id }) => id),
  );
  const isFirst = campaigns.length === 0 && (await listCampaigns(ctx, { limit: 1 })).campaigns.length === 0;
  return { view, campaigns, sums, nextCursor, cursor, isFirst };
}
