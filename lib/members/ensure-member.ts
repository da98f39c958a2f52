import { and, eq, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import { z } from "zod";
import { inTexts } from "#db/in-ids.ts";
import { users } from "#db/schema/index.ts";
import { given, writeRows } from "#db/write-rows.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { newId } from "../core/ids.ts";
import { parseInput } from "../core/parse.ts";
import { problem } from "../core/problems.ts";
import { lockAgainstErasures } from "./erasure-lock.ts";
import { type Member, memberFromRow } from "./member.ts";
import { isPseudonym, pseudonymOf } from "./pseudonyms.ts";

/** As Whop and its members write it, but for what Postgres cannot hold: zero bytes, and half of a character. */
const text = (longest: number) =>
  z
    .string()
    .transform((value) => value.replaceAll("\0", "").trim().slice(0, longest).toWellFormed() || null)
    .nullish()
    .transform((value) => value ?? null);

export const EnsureMemberInput = z.strictObject({
  whopUserId: z.string().regex(/^user_[A-Za-z0-9_-]{1,60}$/, problem("input.userId")),
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

/** The members for these Whop users, by the Whop ids asked for. */
export async function ensureMembers(
  ctx: Ctx,
  inputs: readonly EnsureMemberInput[],
): Promise<Map<string, Member>> {
  return (await learnMembers(ctx, inputs)).members;
}

export type Learnt = {
  members: Map<string, Member>;
  /** Whop's ids of those who had been known, and of whom another e-mail address is known now. */
  readdressed: string[];
};

/**
 * Adds what is newly known of these Whop users; the earliest join wins, and a person who was erased stays so, under
 * their pseudonym. Safe when several processes do it at once.
 */
export async function learnMembers(ctx: Ctx, inputs: readonly EnsureMemberInput[]): Promise<Learnt> {
  const wanted = oneEach(inputs.map((input) => parseInput(EnsureMemberInput, input)));
  if (wanted.length === 0) return { members: new Map(), readdressed: [] };
  return transact(ctx, async (tx, ctx) => {
    const rows = await tx
      .select()
      .from(users)
      .where(
        and(
          eq(users.companyId, ctx.companyId),
          inTexts(
            users.whopUserId,
            wanted.map((known) => known.whopUserId),
          ),
        ),
      );
    const held = new Map(rows.map((row) => [row.whopUserId, memberFromRow(row)]));
    const news = wanted.filter((known) => addsTo(held.get(known.whopUserId), known));
    if (news.length === 0) return { members: held, readdressed: [] };
    // Nobody is erased from here on until this is committed, and whoever was is found.
    await lockAgainstErasures(ctx);
    const erased = await erasedAmong(ctx, news);
    for (const [whopUserId, member] of erased) held.set(whopUserId, member);
    const alive = news.filter(({ whopUserId }) => !erased.has(whopUserId));
    const readdressed = alive
      .filter(
        ({ whopUserId, email }) => email && held.has(whopUserId) && email !== held.get(whopUserId)?.email,
      )
      .map(({ whopUserId }) => whopUserId);
    for (const member of await write(ctx, alive)) held.set(member.whopUserId, member);
    return { members: held, readdressed };
  });
}

/** Those who were erased, by the Whop ids they had. */
async function erasedAmong(ctx: Ctx, known: readonly Known[]): Promise<Map<string, Member>> {
  const { companyId, secrets } = ctx;
  const idOf = new Map(
    known
      .filter(({ whopUserId }) => !isPseudonym(whopUserId))
      .map(({ whopUserId }) => [pseudonymOf(secrets, companyId, whopUserId), whopUserId]),
  );
  if (idOf.size === 0) return new Map();
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(users)
      .where(and(eq(users.companyId, companyId), inTexts(users.whopUserId, [...idOf.keys()]))),
  );
  return new Map(rows.map((row) => [idOf.get(row.whopUserId) ?? row.whopUserId, memberFromRow(row)]));
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

const written = sql`${users.id}, ${users.whopUserId}, ${users.username}, ${users.name}, ${users.email},
  ${users.avatarUrl}, ${users.joinedAt}, ${users.profileRefreshedAt}, ${users.erasedAt}`;

const Written = z.array(
  z
    .object({
      id: z.string(),
      whop_user_id: z.string(),
      username: z.string().nullable(),
      name: z.string().nullable(),
      email: z.string().nullable(),
      avatar_url: z.string().nullable(),
      joined_at: z.coerce.date().nullable(),
      profile_refreshed_at: z.coerce.date().nullable(),
      erased_at: z.coerce.date().nullable(),
    })
    .transform(
      ({ whop_user_id, avatar_url, joined_at, profile_refreshed_at, erased_at, ...row }): Member => ({
        ...row,
        whopUserId: whop_user_id,
        avatarUrl: avatar_url,
        joinedAt: joined_at,
        profileRefreshedAt: profile_refreshed_at,
        erasedAt: erased_at,
      }),
    ),
);

async function write(ctx: Ctx, news: Known[]): Promise<Member[]> {
  if (news.length === 0) return [];
  const now = ctx.clock.now();
  const rows = news.map(({ profileReadAt, joinedAt, ...known }) => ({
    ...known,
    id: newId(now),
    joinedAt: joinedAt ?? null,
    profileRefreshedAt: profileReadAt ?? null,
    profileCompletedAt: known.username && known.avatarUrl ? now : null,
    createdAt: now,
    updatedAt: now,
  }));
  const set = new Map<AnyPgColumn, SQL>([
    [users.username, newer(users.username)],
    [users.name, newer(users.name)],
    [
      users.email,
      sql`CASE WHEN ${users.erasedAt} IS NULL THEN coalesce(${given(users.email)}, ${users.email}) END`,
    ],
    [users.avatarUrl, newer(users.avatarUrl)],
    [users.joinedAt, sql`least(${users.joinedAt}, ${given(users.joinedAt)})`],
    [
      users.profileRefreshedAt,
      sql`coalesce(${given(users.profileRefreshedAt)}, ${users.profileRefreshedAt})`,
    ],
    // Once complete, always: whoever takes the picture away again has had one.
    [
      users.profileCompletedAt,
      sql`coalesce(${users.profileCompletedAt}, CASE WHEN coalesce(${given(users.username)}, ${users.username}) IS NOT NULL
        AND coalesce(${given(users.avatarUrl)}, ${users.avatarUrl}) IS NOT NULL THEN ${given(users.updatedAt)} END)`,
    ],
    [users.updatedAt, given(users.updatedAt)],
  ]);
  const onConflict = { target: [users.companyId, users.whopUserId], set };
  const options = { onConflict, returning: written };
  return transact(ctx, async (tx) => Written.parse(await writeRows(tx, ctx.companyId, users, rows, options)));
}

/** A profile read from Whop replaces the known one, also by nothing; a fact's mention only fills gaps. */
function newer(column: AnyPgColumn): SQL {
  return sql`CASE WHEN ${users.erasedAt} IS NOT NULL THEN NULL
    WHEN ${given(users.profileRefreshedAt)} IS NOT NULL THEN ${given(column)}
    ELSE coalesce(${column}, ${given(column)}) END`;
}

function addsTo(row: Member | undefined, known: Known): boolean {
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
