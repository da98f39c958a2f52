import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { lockKnown } from "../members/index.ts";
import { type CreateLinkInput, createLink } from "./create-link.ts";
import type { Link } from "./link.ts";
import { listLinks } from "./list-links.ts";

/**
 * Of a member's links the one that is wanted, made when there is none. Two who want it at once wait for each other on
 * the member's row and find the same link.
 */
export async function ensureLink(
  ctx: Ctx,
  wish: CreateLinkInput & { userId: string },
  find: (links: readonly Link[]) => Link | undefined,
): Promise<Link> {
  const { userId } = wish;
  const known = find(await listLinks(ctx, { userId }));
  if (known) return known;
  return transact(ctx, async (_tx, ctx) => {
    await lockKnown(ctx, userId);
    return find(await listLinks(ctx, { userId })) ?? (await createLink(ctx, wish));
  });
}
