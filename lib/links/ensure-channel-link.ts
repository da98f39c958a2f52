import { z } from "zod";
import type { Ctx } from "../core/context.ts";
import { whose } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { ChannelName } from "./create-link.ts";
import { ensureLink } from "./ensure-link.ts";
import { isOfChannel, type Link } from "./link.ts";

export const EnsureChannelLinkInput = z.strictObject({
  channel: ChannelName,
  /** Whose link; the acting member's when left out. */
  userId: z.uuid().optional(),
});
export type EnsureChannelLinkInput = z.input<typeof EnsureChannelLinkInput>;

/** The link a member shares in one place, made when it is first wanted. One that was paused is not it any more. */
export async function ensureChannelLink(ctx: Ctx, input: EnsureChannelLinkInput): Promise<Link> {
  const { channel, userId } = parseInput(EnsureChannelLinkInput, input);
  return ensureLink(ctx, { channel, userId: whose(ctx, userId) }, (links) =>
    links.find((link) => link.isActive && isOfChannel(link, channel)),
  );
}
