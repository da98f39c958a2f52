import { and, desc, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { inIds, inTexts } from "#db/in-ids.ts";
import { users } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { type Member, memberFromRow, type Profile } from "./member.ts";
import { pseudonymOf } from "./pseudonyms.ts";

export const FindMemberInput = z.strictObject({ whopUserId: z.string().min(1).max(80) });
export type FindMemberInput = z.infer<typeof FindMemberInput>;

/** The member with this Whop user id, erased or not, or null when the community has never seen them. */
export async function findMemberByWhopId(ctx: Ctx, input: FindMemberInput): Promise<Member | null> {
  const { whopUserId } = parseInput(FindMemberInput, input);
  const pseudonym = pseudonymOf(ctx.secrets, ctx.companyId, whopUserId);
  return transact(ctx, async (tx) => {
    const [row] = await tx
      .select()
      .from(users)
      .where(and(eq(users.companyId, ctx.companyId), inTexts(users.whopUserId, [whopUserId, pseudonym])));
    return row ? memberFromRow(row) : null;
  });
}

/** The member who goes by this user name on Whop; the latest known, should a name have changed hands. */
export async function findMemberByUsername(ctx: Ctx, username: string): Promise<Member | null> {
  return transact(ctx, async (tx) => {
    const [row] = await tx
      .select()
      .from(users)
      .where(and(eq(users.companyId, ctx.companyId), sql`lower(${users.username}) = lower(${username})`))
      .orderBy(desc(users.profileRefreshedAt), desc(users.id))
      .limit(1);
    return row ? memberFromRow(row) : null;
  });
}

export const GetMemberInput = z.strictObject({ userId: z.uuid() });
export type GetMemberInput = z.infer<typeof GetMemberInput>;

/** @throws AppError not_found */
export async function getMember(ctx: Ctx, input: GetMemberInput): Promise<Member> {
  const { userId } = parseInput(GetMemberInput, input);
  const member = (await membersById(ctx, [userId])).get(userId);
  if (!member) throw notFound("member");
  return member;
}

/** Those of the ids that are members of this community; one query. */
export async function membersById(ctx: Ctx, userIds: readonly string[]): Promise<Map<string, Member>> {
  const wanted = [...new Set(userIds)];
  if (wanted.length === 0) return new Map();
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(users)
      .where(and(eq(users.companyId, ctx.companyId), inIds(users.id, wanted))),
  );
  return new Map(rows.map((row) => [row.id, memberFromRow(row)]));
}

/** The same with no more than it takes to show who they are. */
export async function profilesById(ctx: Ctx, userIds: readonly string[]): Promise<Map<string, Profile>> {
  const wanted = [...new Set(userIds)];
  if (wanted.length === 0) return new Map();
  const { id, whopUserId, username, name, avatarUrl } = users;
  const rows = await transact(ctx, (tx) =>
    tx
      .select({ id, whopUserId, username, name, avatarUrl })
      .from(users)
      .where(and(eq(users.companyId, ctx.companyId), inIds(id, wanted))),
  );
  return new Map(rows.map((row) => [row.id, row]));
}
