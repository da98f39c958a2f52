import { sql } from "drizzle-orm";
import { z } from "zod";
import { users, vouches } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireMember } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { type Found, findShown } from "../members/index.ts";

export const FindMembersToVouchForInput = z.strictObject({ search: z.string().trim().min(2).max(100) });
export type FindMembersToVouchForInput = z.infer<typeof FindMembersToVouchForInput>;

/** Other members by a part of their name, of those who are shown by it; whoever is vouched for already is left out. */
export async function findMembersToVouchFor(ctx: Ctx, input: FindMembersToVouchForInput): Promise<Found[]> {
  const { userId } = requireMember(ctx);
  const { search } = parseInput(FindMembersToVouchForInput, input);
  return findShown(
    ctx,
    search,
    sql`NOT EXISTS (SELECT FROM ${vouches} WHERE ${vouches.companyId} = ${ctx.companyId} AND ${vouches.voucherId} = ${userId}
          AND ${vouches.userId} = ${users.id} AND ${vouches.withdrawnAt} IS NULL)`,
  );
}
