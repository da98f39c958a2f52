import { and, desc, eq, inArray, lt, or, type SQL } from "drizzle-orm";
import { z } from "zod";
import { type CampaignStatus, campaignStatuses } from "#db/enums.ts";
import { campaigns } from "#db/schema/index.ts";
import { batchedRead } from "../core/batched-read.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { type Campaign, campaignOf, getCampaignRow, readCampaigns } from "./campaign.ts";

export const ListCampaignsInput = z.strictObject({
  statuses: z.array(z.enum(campaignStatuses)).max(campaignStatuses.length).optional(),
  /** The id of the last campaign of the page before. */
  cursor: z.uuid().optional(),
  limit: z.int().min(1).max(100).default(25),
});
export type ListCampaignsInput = z.input<typeof ListCampaignsInput>;

export type CampaignPage = { campaigns: Campaign[]; nextCursor: string | null };

/** What members may know of: neither what the team still thinks about, nor what it put away. */
const shownToMembers = ["scheduled", "active", "settling", "ended"] as const;

/** Campaigns, the latest to begin first. Members see those that were announced. */
export async function listCampaigns(ctx: Ctx, input: ListCampaignsInput = {}): Promise<CampaignPage> {
  const { statuses, cursor, limit } = parseInput(ListCampaignsInput, input);
  const shown: readonly CampaignStatus[] = ctx.actor.kind === "member" ? shownToMembers : campaignStatuses;
  const wanted = shown.filter((status) => statuses === undefined || statuses.includes(status));
  const found =
    cursor === undefined
      ? ((await readFirst(ctx, `${limit + 1} ${wanted.join()}`)) ?? [])
      : await readPage(ctx, wanted, limit + 1, await after(ctx, cursor));
  const page = found.slice(0, limit).map((campaign) => campaignSeenBy(ctx, campaign));
  return { campaigns: page, nextCursor: found.length > limit ? (page.at(-1)?.id ?? null) : null };
}

/** What goes on now stands on Today: all of the team who open it at once share one read. */
const readFirst = batchedRead<Campaign[]>({
  mostKeys: 1,
  async load(ctx, [key = ""]) {
    const [limit, statuses = ""] = key.split(" ");
    const asked = new Set(statuses.split(","));
    const wanted = campaignStatuses.filter((status) => asked.has(status));
    return new Map([[key, await readPage(ctx, wanted, Number(limit))]]);
  },
});

async function readPage(
  ctx: Ctx,
  statuses: readonly CampaignStatus[],
  limit: number,
  from?: SQL,
): Promise<Campaign[]> {
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(campaigns)
      .where(and(eq(campaigns.companyId, ctx.companyId), inArray(campaigns.status, statuses), from))
      .orderBy(desc(campaigns.startDate), desc(campaigns.id))
      .limit(limit),
  );
  return rows.map(campaignOf);
}

async function after(ctx: Ctx, cursor: string): Promise<SQL | undefined> {
  const { startDate } = await getCampaignRow(ctx, cursor);
  return or(
    lt(campaigns.startDate, startDate),
    and(eq(campaigns.startDate, startDate), lt(campaigns.id, cursor)),
  );
}

export const GetCampaignInput = z.strictObject({ id: z.uuid() });
export type GetCampaignInput = z.infer<typeof GetCampaignInput>;

/** @throws AppError not_found, for a member also where it was not announced */
export async function getCampaign(ctx: Ctx, input: GetCampaignInput): Promise<Campaign> {
  const { id } = parseInput(GetCampaignInput, input);
  const campaign = campaignOf(await getCampaignRow(ctx, id));
  const isShown = ctx.actor.kind !== "member" || shownToMembers.some((status) => status === campaign.status);
  if (!isShown) throw notFound("campaign");
  return campaignSeenBy(ctx, campaign);
}

/** What a campaign costs the community is the team's to know. */
export function campaignSeenBy({ actor }: Pick<Ctx, "actor">, campaign: Campaign): Campaign {
  if (actor.kind !== "member") return campaign;
  return withoutCosts(campaign);
}

function withoutCosts(campaign: Campaign): Campaign {
  const { rules } = campaign.terms;
  const terms = { ...campaign.terms, budget: null, rules: { ...rules, pointsCost: null } };
  const pagePath = campaign.isPublic ? campaign.pagePath : null;
  return { ...campaign, budget: null, terms, pagePath };
}

/** A campaign as everybody may see it; null where it is not, or no longer, open to everybody. */
export async function findOpenCampaign(ctx: Ctx, id: string): Promise<Campaign | null> {
  const [row] = await readCampaigns(ctx, eq(campaigns.id, id));
  const isShown = row?.isPublic === true && shownToMembers.some((status) => status === row.status);
  return isShown ? withoutCosts(campaignOf(row)) : null;
}
