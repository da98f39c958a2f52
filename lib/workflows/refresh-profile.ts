import type { Ctx } from "../core/context.ts";
import type { JobPayload } from "../jobs/index.ts";
import { ensureMember } from "../members/index.ts";
import { WhopError, type WhopUser } from "../whop/platform.ts";

/** Reads a member's name and picture from Whop again. */
export async function handle(ctx: Ctx, { whopUserId }: JobPayload<"refresh-profile">): Promise<void> {
  const user = await readUser(ctx, whopUserId);
  if (!user) return;
  const { username, name, avatarUrl } = user;
  await ensureMember(ctx, { whopUserId, username, name, avatarUrl, profileReadAt: ctx.clock.now() });
}

/** Whoever left Whop altogether keeps the name they were known by. */
async function readUser(ctx: Ctx, whopUserId: string): Promise<WhopUser | null> {
  try {
    return await ctx.whop.getUser(whopUserId);
  } catch (error) {
    if (error instanceof WhopError && error.kind === "not_found") return null;
    throw error;
  }
}
