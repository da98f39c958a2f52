import { and, asc, eq, gt, ilike, or } from "drizzle-orm";
import { z } from "zod";
import { users } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { type Member, memberFromRow } from "./member.ts";

export const ListMembersInput = z.strictObject({
  /** Part of a name or user name. */
  search: z.string().trim().max(100).optional(),
  /** The id of the last member of the page before. */
  cursor: z.uuid().optional(),
  limit: z.int().min(1).max(100).default(50),
});
export type ListMembersInput = z.input<typeof ListMembersInput>;

/** Members of the community for its team, in the order they became known. */
export async function listMembers(
  ctx: Ctx,
  input: ListMembersInput,
): Promise<{ members: Member[]; nextCursor: string | null }> {
  requireOwner(ctx);
  const { search, cursor, limit } = parseInput(ListMembersInput, input);
  const pattern = search ? `%${search.replaceAll(/[\\%_]/g, "\\$&")}%` : null;
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(users)
      .where(
        and(
          eq(users.companyId, ctx.companyId),
          cursor ? gt(users.id, cursor) : undefined,
          pattern ? or(ilike(users.name, pattern), ilike(users.username, pattern)) : undefined,
        ),
      )
      .orderBy(asc(users.id))
      .limit(limit + 1),
  );
  const page = rows.slice(0, limit).map(memberFromRow);
  return { members: page, nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
}
