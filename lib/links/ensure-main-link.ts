import { z } from "zod";
import type { Ctx } from "../core/context.ts";
import { whose } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { ensureLink } from "./ensure-link.ts";
import { isPlain, type Link } from "./link.ts";

export const EnsureMainLinkInput = z.strictObject({
  /** Whose link; the acting member's when left out. */
  userId: z.uuid().optional(),
});
export type EnsureMainLinkInput = z.infer<typeof EnsureMainLinkInput>;

/**
 * The link a member shares when they choose nothing: the latest code of their own choice, else the first one. Made on
 * first open.
 */
export async function ensureMainLink(ctx: Ctx, input: EnsureMainLinkInput = {}): Promise<Link> {
  const { userId } = parseInput(EnsureMainLinkInput, input);
  return ensureLink(ctx, { userId: whose(ctx, userId) }, mainLinkOf);
}

/** Of a member's links in the order they were made. A paused main link stays the main link: nobody gets round a pause. */
export function mainLinkOf(links: readonly Link[]): Link | undefined {
  const plain = links.filter(isPlain);
  const active = plain.filter((link) => link.isActive);
  return active.findLast((link) => link.isVanity) ?? active[0] ?? plain[0];
}
