import { z } from "zod";
import type { Ctx } from "../core/context.ts";
import { requireOwner } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { type CampaignVersion, getCampaignRow, readVersions } from "./campaign.ts";

export const ListVersionsInput = z.strictObject({ id: z.uuid() });
export type ListVersionsInput = z.infer<typeof ListVersionsInput>;

/** What a campaign promised, and from when on; the newest first, none for a draft. @throws AppError not_found */
export async function listCampaignVersions(ctx: Ctx, input: ListVersionsInput): Promise<CampaignVersion[]> {
  requireOwner(ctx);
  const { id } = parseInput(ListVersionsInput, input);
  await getCampaignRow(ctx, id);
  return ((await readVersions(ctx, [id])).get(id) ?? []).toReversed();
}
