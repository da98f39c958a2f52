import { z } from "zod";
import type { Ctx } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { type Found, findShown } from "../members/index.ts";

export const FindMembersToClaimInput = z.strictObject({ search: z.string().trim().min(2).max(100) });
export type FindMembersToClaimInput = z.infer<typeof FindMembersToClaimInput>;

/** Members by a part of their name, of those who are shown by it; whoever is not can be named by their user name. */
export function findMembersToClaim(ctx: Ctx, input: FindMembersToClaimInput): Promise<Found[]> {
  return findShown(ctx, parseInput(FindMembersToClaimInput, input).search);
}
