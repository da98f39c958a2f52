import { getSettings } from "#lib/companies/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { ensureMainLink, listLinks, mainLinkOf } from "#lib/links/index.ts";
import { getOffer } from "#lib/rewards/index.ts";

/** What the share kit is made of. */
export async function readKit(ctx: Ctx, userId: string) {
  const [settings, offer, links] = await Promise.all([
    getSettings(ctx),
    getOffer(ctx),
    listLinks(ctx, { userId }),
  ]);
  const link = mainLinkOf(links) ?? (await ensureMainLink(ctx, { userId }));
  return { settings, offer, links, link };
}

export type KitData = Awaited<ReturnType<typeof readKit>>;
