import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { users } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { newId } from "../core/ids.ts";
import { parseInput } from "../core/parse.ts";
import { type Member, memberFromRow } from "./member.ts";

const text = (longest: number) =>
  z
    .string()
    .transform((value) => value.trim().slice(0, longest) || null)
    .nullish();

export const EnsureMemberInput = z.strictObject({
  whopUserId: z.string().regex(/^user_[A-Za-z0-9_-]{1,60}$/, "must be a user's id, user_…"),
  username: text(100),
  name: text(200),
  email: text(320),
  avatarUrl: text(2000),
  joinedAt: z.date().nullish(),
  /** The profile was read from Whop at this instant, so it replaces what was known. */
  profileReadAt: z.date().optional(),
});
export type EnsureMemberInput = z.input<typeof EnsureMemberInput>;
type Known = z.output<typeof EnsureMemberInput>;

/**
 * The member for a Whop user, made on first sight. What is newly known is added; the earliest join wins, and
 * a person who was erased stays so. Safe when several processes do it at once.
 */
export async function ensureMember(ctx: Ctx, input: EnsureMemberInput): Promise<Member> {
  const known = parseInput(EnsureMemberInput, input);
  return transact(ctx, async (tx) => {
    const here = and(eq(users.companyId, ctx.companyId), eq(users.whopUserId, known.whopUserId));
    const [row] = await tx.select().from(users).where(here);
    if (row && !addsTo(row, known)) return memberFromRow(row);
    const now = ctx.clock.now();
    const [written] = await tx
      .insert(users)
      .values({
        companyId: ctx.companyId,
        id: row?.id ?? newId(now),
        whopUserId: known.whopUserId,
        username: known.username ?? null,
        name: known.name ?? null,
        email: known.email ?? null,
        avatarUrl: known.avatarUrl ?? null,
        joinedAt: known.joinedAt ?? null,
        profileRefreshedAt: known.profileReadAt ?? null,
        createdAt: now,
        updatedAt: now,
      })
      .onConflictDoUpdate({
        target: [users.companyId, users.whopUserId],
        set: {
          username: newer(known, "username"),
          name: newer(known, "name"),
          email: sql`CASE WHEN ${users.erasedAt} IS NULL THEN coalesce(excluded.email, ${users.email}) END`,
          avatarUrl: newer(known, "avatar_url"),
          joinedAt: sql`least(${users.joinedAt}, excluded.joined_at)`,
          profileRefreshedAt: sql`coalesce(excluded.profile_refreshed_at, ${users.profileRefreshedAt})`,
          updatedAt: now,
        },
      })
      .returning();
    if (!written) throw new Error("An upsert of a member returned no row");
    return memberFromRow(written);
  });
}

/** A profile read from Whop replaces the known one, also by nothing; a fact's mention only fills gaps. */
function newer(known: Known, column: "username" | "name" | "avatar_url") {
  const given = sql.raw(`excluded.${column}`);
  const held = sql.raw(`users.${column}`);
  const value = known.profileReadAt ? given : sql`coalesce(${held}, ${given})`;
  return sql`CASE WHEN ${users.erasedAt} IS NULL THEN ${value} END`;
}

function addsTo(row: typeof users.$inferSelect, known: Known): boolean {
  if (known.joinedAt && (!row.joinedAt || known.joinedAt < row.joinedAt)) return true;
  if (row.erasedAt) return false;
  if (known.profileReadAt) return true;
  return Boolean(
    (known.username && !row.username) ||
      (known.name && !row.name) ||
      (known.email && known.email !== row.email) ||
      (known.avatarUrl && !row.avatarUrl),
  );
}
