import { z } from "zod";
import type { Ctx } from "../core/context.ts";
import { transact, whose } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { lockKnown } from "../members/index.ts";
import { ChannelName, createLink } from "./create-link.ts";
import { isOfChannel, type Link } from "./link.ts";
import { listLinks } from "./list-links.ts";

export const EnsureChannelLinkInput = z.strictObject({
  channel: ChannelName,
  /** Whose link; the acting member's when left out. */
  userId: z.uuid().optional(),
});
export type EnsureChannelLinkInput = z.input<typeof EnsureChannelLinkInput>;

/**
 * The link a member shares in one place, made when it is first wanted. Two who want it at once wait for each other on
 * the member's row and find the same link. One that was paused is not it any more.
 */
export async function ensureChannelLink(ctx: Ctx, input: EnsureChannelLinkInput): Promise<Link> {
  const wish = parseInput(EnsureChannelLinkInput, input);
  const { channel } = wish;
  const userId = whose(ctx, wish.userId);
  const known = linkOf(channel, await listLinks(ctx, { userId }));
  if (known) return known;
  return transact(ctx, async (_tx, ctx) => {
    await lockKnown(ctx, userId);
    return linkOf(channel, await listLinks(ctx, { userId })) ?? (await createLink(ctx, { channel, userId }));
  });
}

function linkOf(channel: string, links: readonly Link[]): Link | undefined {
  return links.find((link) => link.isActive && isOfChannel(link, channel));
}
