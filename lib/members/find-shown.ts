import { and, asc, eq, ilike, isNull, ne, or, type SQL, sql } from "drizzle-orm";
import { memberPreferences, users } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireMember, transact } from "../core/context.ts";
import { displayName } from "./names.ts";

/** A member as another one finds them. */
export type Found = { userId: string; name: string; username: string | null; avatarUrl: string | null };

const most = 8;

const shownByName = sql<boolean>`coalesce(${memberPreferences.visibility}, 'name') = 'name'`;

/** Whether others see this member by their name. */
export async function isShown(ctx: Ctx, userId: string): Promise<boolean> {
  const { companyId, userId: of } = memberPreferences;
  return transact(ctx, async (tx) => {
    const [chosen] = await tx
      .select({ isShown: shownByName })
      .from(memberPreferences)
      .where(and(eq(companyId, ctx.companyId), eq(of, userId)));
    return chosen?.isShown ?? true;
  });
}

/** Other members by a part of their name, of those who are shown by it; `which` leaves some of them out. */
export async function findShown(ctx: Ctx, search: string, which?: SQL): Promise<Found[]> {
  const { userId } = requireMember(ctx);
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
          shownByName,
          or(ilike(users.name, pattern), ilike(users.username, pattern)),
          which,
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
