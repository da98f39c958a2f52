import type { Ctx } from "../core/context.ts";
import { requireMember } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { getMember, type Member } from "../members/index.ts";

/** Whose money is asked for: a member's own, or anybody's for the team. @throws AppError forbidden, not_found */
export async function memberAskedFor(ctx: Ctx, userId: string | undefined): Promise<Member> {
  if (ctx.actor.kind === "member" && userId !== undefined && userId !== ctx.actor.userId)
    throw new AppError("forbidden", "This is another member's money; you can only see your own.");
  return getMember(ctx, { userId: userId ?? requireMember(ctx).userId });
}
