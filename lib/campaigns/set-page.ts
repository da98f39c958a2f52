import { z } from "zod";
import { pageDirectory } from "#db/schema/index.ts";
import { recordAudit } from "../audit/index.ts";
import { getCompany } from "../companies/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { newId } from "../core/ids.ts";
import { parseInput } from "../core/parse.ts";
import { say } from "../core/said.ts";
import { type Campaign, type CampaignRow, campaignOf, getCampaignRow } from "./campaign.ts";
import { communityPathOf, isPlainRoute, slugOf } from "./page-address.ts";
import { updateRow } from "./write-campaign.ts";

export const SetCampaignPageInput = z.strictObject({ id: z.uuid(), isPublic: z.boolean() });
export type SetCampaignPageInput = z.infer<typeof SetCampaignPageInput>;

/**
 * Opens a campaign's page to everybody, or closes it. Its address comes of the name it has when it is first opened
 * and stays: what was shared goes on working. @throws AppError conflict for one that was put away
 */
export async function setCampaignPage(ctx: Ctx, input: SetCampaignPageInput): Promise<Campaign> {
  requireOwner(ctx);
  const { id, isPublic } = parseInput(SetCampaignPageInput, input);
  return transact(ctx, async (_tx, ctx) => {
    const row = await getCampaignRow(ctx, id, true);
    if (row.isPublic === isPublic) return campaignOf(row);
    if (isPublic && row.status === "archived") throw new AppError("conflict", say("campaign.archived"));
    const pagePath = isPublic ? (row.pagePath ?? (await reserveAddress(ctx, row))) : row.pagePath;
    const written = await updateRow(ctx, row, { isPublic, pagePath });
    await recordAudit(ctx, {
      action: isPublic ? "campaign.page_opened" : "campaign.page_closed",
      subjectType: "campaign",
      subjectId: id,
      details: { name: row.name, address: pagePath },
    });
    return campaignOf(written);
  });
}

/** More campaigns of one name than this are told apart by something that cannot be taken. */
const mostNamesakes = 20;

/** The first free address of the name, below the community's path and below its id. */
async function reserveAddress(ctx: Ctx, { id, name }: CampaignRow): Promise<string> {
  const { companyId } = ctx;
  const { route } = await getCompany(ctx);
  const communities = [...(isPlainRoute(route) ? [communityPathOf(route)] : []), companyId];
  for (const community of communities) await reserve(ctx, community, null);
  const slug = slugOf(name);
  const names = [slug, ...Array.from({ length: mostNamesakes }, (_, index) => `${slug}-${index + 2}`)];
  for (const free of [...names, `${slug}-${newId().slice(-12)}`]) {
    const paths = communities.map((community) => `${community}/${free}`);
    const taken: string[] = [];
    for (const path of paths) if (!(await reserve(ctx, path, id))) taken.push(path);
    const [first] = paths;
    if (taken.length === 0 && first !== undefined) return first;
  }
  throw new Error("No address was free for a campaign's page");
}

/** False where the address is somebody else's. */
async function reserve(ctx: Ctx, path: string, campaignId: string | null): Promise<boolean> {
  const { companyId } = ctx;
  return transact(ctx, async (tx) => {
    const reserved = await tx
      .insert(pageDirectory)
      .values({ path, companyId, campaignId })
      .onConflictDoNothing()
      .returning({ path: pageDirectory.path });
    return reserved.length > 0;
  });
}
