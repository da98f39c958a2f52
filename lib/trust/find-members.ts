import { and, asc, eq, ilike, isNull, ne, or, sql } from "drizzle-orm";
import { z } from "zod";
import { memberPreferences, users, vouches } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireMember, transact } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { displayName } from "../members/index.ts";

export const FindMembersToVouchForInput = z.strictObject({ search: z.string().trim().min(2).max(100) });
export type FindMembersToVouchForInput = z.infer<typeof FindMembersToVouchForInput>;

export type Vouchable = { userId: string; name: string; username: string | null; avatarUrl: string | null };

const most = 8;

/** Other members by a part of their name, of those who are shown by it; whoever is vouched for already is left out. */
export async function findMembersToVouchFor(
  ctx: Ctx,
  input: FindMembersToVouchForInput,
): Promise<Vouchable[]> {
  const { userId } = requireMember(ctx);
  const { search } = parseInput(FindMembersToVouchForInput, input);
  const pattern = `%${search.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  return transact(ctx, async (tx) => {
    const rows = await tx
      .select({
        id: users.id,
        whopUserId: users.whopUserId,
        name: users.name,
        username: users.username,
        avatarUrl: users.avatarUrl,
      })
      .from(users)
      .leftJoin(
        memberPreferences,
        and(eq(memberPreferences.companyId, users.companyId), eq(memberPreferences.userId, users.id)),
      )
      .where(
        and(
          eq(users.companyId, ctx.companyId),
          ne(users.id, userId),
          isNull(users.erasedAt),
          sql`coalesce(${memberPreferences.visibility}, 'name') = 'name'`,
          or(ilike(users.name, pattern), ilike(users.username, pattern)),
          sql`NOT EXISTS (SELECT FROM ${vouches} WHERE ${vouches.companyId} = ${ctx.companyId} AND ${vouches.voucherId} = ${userId}
                AND ${vouches.userId} = ${users.id} AND ${vouches.withdrawnAt} IS NULL)`,
        ),
      )
      .orderBy(asc(users.name), asc(users.id))
      .limit(most);
    return rows.map(({ id, username, avatarUrl, ...row }) => ({
      userId: id,
      name: displayName({ ...row, username }),
      username,
      avatarUrl,
    }));
  });
}
