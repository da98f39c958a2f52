import { and, asc, eq, ilike, isNull, or } from "drizzle-orm";
import { z } from "zod";
import { users } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { displayName, memberFromRow } from "./member.ts";

export const SearchMembersInput = z.strictObject({
  /** Part of a name, a user name or an e-mail address. */
  search: z.string().trim().min(1).max(100),
  limit: z.int().min(1).max(50).default(10),
});
export type SearchMembersInput = z.input<typeof SearchMembersInput>;

export type FoundMember = {
  userId: string;
  name: string;
  username: string | null;
  email: string | null;
  avatarUrl: string | null;
};

/** Members by a part of what they are called, for whoever has to choose one. */
export async function searchMembers(ctx: Ctx, input: SearchMembersInput): Promise<FoundMember[]> {
  requireOwner(ctx);
  const { search, limit } = parseInput(SearchMembersInput, input);
  const pattern = `%${search.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(users)
      .where(
        and(
          eq(users.companyId, ctx.companyId),
          isNull(users.erasedAt),
          or(ilike(users.name, pattern), ilike(users.username, pattern), ilike(users.email, pattern)),
        ),
      )
      .orderBy(asc(users.name), asc(users.id))
      .limit(limit),
  );
  return rows.map(memberFromRow).map((member) => ({
    userId: member.id,
    name: displayName(member),
    username: member.username,
    email: member.email,
    avatarUrl: member.avatarUrl,
  }));
}
