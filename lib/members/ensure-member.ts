import { and, eq, inArray, sql } from "drizzle-orm";
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
    .nullish()
    .transform((value) => value ?? null);

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

/** The member for a Whop user, made on first sight. */
export async function ensureMember(ctx: Ctx, input: EnsureMemberInput): Promise<Member> {
  const member = (await ensureMembers(ctx, [input])).get(input.whopUserId);
  if (!member) throw new Error("An upsert of a member returned no row");
  return member;
}

/**
 * The members for these Whop users, by their Whop ids. What is newly known is added; the earliest join wins,
 * and a person who was erased stays so. Safe when several processes do it at once.
 */
export async function ensureMembers(
  ctx: Ctx,
  inputs: readonly EnsureMemberInput[],
): Promise<Map<string, Member>> {
  const wanted = oneEach(inputs.map((input) => parseInput(EnsureMemberInput, input)));
  if (wanted.length === 0) return new Map();
  return transact(ctx, async (tx, ctx) => {
    const rows = await tx
      .select()
      .from(users)
      .where(
        and(
          eq(users.companyId, ctx.companyId),
          inArray(
            users.whopUserId,
            wanted.map((known) => known.whopUserId),
          ),
        ),
      );
    const held = new Map(rows.map((row) => [row.whopUserId, row]));
    const news = wanted.filter((known) => addsTo(held.get(known.whopUserId), known));
    for (const row of await write(ctx, news)) held.set(row.whopUserId, row);
    return new Map([...held.values()].map((row) => [row.whopUserId, memberFromRow(row)]));
  });
}

/** In one order, so that two batches over the same people cannot wait for each other in a circle. */
function oneEach(inputs: Known[]): Known[] {
  const each = new Map<string, Known>();
  for (const input of inputs) {
    const known = each.get(input.whopUserId);
    each.set(input.whopUserId, known ? both(known, input) : input);
  }
  return [...each.values()].toSorted((a, b) => (a.whopUserId < b.whopUserId ? -1 : 1));
}

function both(a: Known, b: Known): Known {
  const joins = [a.joinedAt, b.joinedAt].filter((at) => at instanceof Date);
  const profileReadAt = b.profileReadAt ?? a.profileReadAt;
  return {
    whopUserId: a.whopUserId,
    username: a.username ?? b.username,
    name: a.name ?? b.name,
    email: b.email ?? a.email,
    avatarUrl: a.avatarUrl ?? b.avatarUrl,
    joinedAt: joins.toSorted((x, y) => x.getTime() - y.getTime())[0] ?? null,
    ...(profileReadAt ? { profileReadAt } : {}),
  };
}

async function write(ctx: Ctx, news: Known[]): Promise<(typeof users.$inferSelect)[]> {
  if (news.length === 0) return [];
  const now = ctx.clock.now();
  const rows = news.map(({ profileReadAt, joinedAt, ...known }) => ({
    ...known,
    companyId: ctx.companyId,
    id: newId(now),
    joinedAt: joinedAt ?? null,
    profileRefreshedAt: profileReadAt ?? null,
    createdAt: now,
    updatedAt: now,
  }));
  return transact(ctx, (tx) =>
    tx
      .insert(users)
      .values(rows)
      .onConflictDoUpdate({
        target: [users.companyId, users.whopUserId],
        set: {
          username: newer("username"),
          name: newer("name"),
          email: sql`CASE WHEN ${users.erasedAt} IS NULL THEN coalesce(excluded.email, ${users.email}) END`,
          avatarUrl: newer("avatar_url"),
          joinedAt: sql`least(${users.joinedAt}, excluded.joined_at)`,
          profileRefreshedAt: sql`coalesce(excluded.profile_refreshed_at, ${users.profileRefreshedAt})`,
          updatedAt: now,
        },
      })
      .returning(),
  );
}

/** A profile read from Whop replaces the known one, also by nothing; a fact's mention only fills gaps. */
function newer(column: "username" | "name" | "avatar_url") {
  const given = sql.raw(`excluded.${column}`);
  const held = sql.raw(`users.${column}`);
  return sql`CASE WHEN ${users.erasedAt} IS NOT NULL THEN NULL
    WHEN excluded.profile_refreshed_at IS NOT NULL THEN ${given} ELSE coalesce(${held}, ${given}) END`;
}

function addsTo(row: typeof users.$inferSelect | undefined, known: Known): boolean {
  if (!row) return true;
  if (known.joinedAt && (!row.joinedAt || known.joinedAt < row.joinedAt)) return true;
  if (row.erasedAt) return false;
  return Boolean(
    known.profileReadAt ||
      (known.username && !row.username) ||
      (known.name && !row.name) ||
      (known.email && known.email !== row.email) ||
      (known.avatarUrl && !row.avatarUrl),
  );
}
