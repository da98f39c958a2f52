import { and, eq } from "drizzle-orm";
import { inIds } from "#db/in-ids.ts";
import { memberPreferences, users } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import type { Shown } from "./seen-by.ts";

/** Members with how they chose to be shown. */
export async function readShown(ctx: Ctx, userIds: readonly string[]): Promise<Map<string, Shown>> {
  if (userIds.length === 0) return new Map();
  const rows = await transact(ctx, (tx) =>
    tx
      .select({
        id: users.id,
        whopUserId: users.whopUserId,
        name: users.name,
        username: users.username,
        avatarUrl: users.avatarUrl,
        visibility: memberPreferences.visibility,
        alias: memberPreferences.alias,
        namedPublicly: memberPreferences.namedPublicly,
      })
      .from(users)
      .leftJoin(
        memberPreferences,
        and(eq(memberPreferences.companyId, ctx.companyId), eq(memberPreferences.userId, users.id)),
      )
      .where(and(eq(users.companyId, ctx.companyId), inIds(users.id, [...new Set(userIds)]))),
  );
  return new Map(
    rows.map(({ visibility, namedPublicly, ...row }) => [
      row.id,
      { ...row, visibility: visibility ?? "name", namedPublicly: namedPublicly ?? false },
    ]),
  );
}
