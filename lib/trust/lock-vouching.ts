import type { Ctx } from "../core/context.ts";
import { lockMembersById } from "../members/index.ts";

/**
 * Has vouches of and for these members wait for each other until the transaction ends, so that none of two that
 * are given at once is one too many. Returns those who are members.
 */
export async function lockVouching(ctx: Ctx, userIds: readonly string[]): Promise<Set<string>> {
  const locked = await lockMembersById(ctx, userIds);
  return new Set(locked.filter(({ erasedAt }) => erasedAt === null).map(({ id }) => id));
}
