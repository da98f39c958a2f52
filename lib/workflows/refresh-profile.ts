import { bindClaims } from "../claims/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { enqueue, type JobPayload } from "../jobs/index.ts";
import { ensureMember } from "../members/index.ts";
import { awaitsProfile } from "../referrals/index.ts";
import { WhopError, type WhopUser } from "../whop/platform.ts";

/** Reads a member's name and picture from Whop again. */
export async function handle(ctx: Ctx, { whopUserId }: JobPayload<"refresh-profile">): Promise<void> {
  const user = await readUser(ctx, whopUserId);
  if (!user) return;
  const { username, name, avatarUrl } = user;
  const profileReadAt = ctx.clock.now();
  await transact(ctx, async (tx, ctx) => {
    const member = await ensureMember(ctx, { whopUserId, username, name, avatarUrl, profileReadAt });
    await bindClaims(ctx, [member]);
    if (username && avatarUrl && (await awaitsProfile(ctx, member.id)))
      await enqueue(ctx, tx, "settle-referral", { companyId: ctx.companyId, whopUserId });
  });
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
