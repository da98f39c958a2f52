import { and, desc, eq, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { memberStats, users } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { amountText, getBalances } from "../ledger/index.ts";
import { displayName, getMember, isCalled, memberFromRow } from "../members/index.ts";

export const ListMembersInput = z.strictObject({
  /** Part of a name, a user name or an e-mail address. */
  search: z.string().trim().min(1).max(100).optional(),
  /** The id of the last member of the page before. */
  cursor: z.uuid().optional(),
  limit: z.int().min(1).max(100).default(25),
});
export type ListMembersInput = z.input<typeof ListMembersInput>;

export type ListedMember = {
  userId: string;
  name: string;
  username: string | null;
  email: string | null;
  avatarUrl: string | null;
  /** First time the person is known to have belonged to the community; null while unknown. */
  joinedAt: Date | null;
  /** Whom they brought: those that count, and those that may come to. */
  referrals: { confirmed: number; provisional: number };
  /** Commissions, whether paid yet or not, by currency. */
  earned: { currency: string; amount: string }[];
  /** The last day, in the member's time zone, with a visit through a link of theirs or a conversion. */
  lastActiveOn: string | null;
};

export type MemberPage = { members: ListedMember[]; nextCursor: string | null };

/** Everybody the community knows, those who joined last first. Who was erased is nobody any more. */
export async function listMembers(ctx: Ctx, input: ListMembersInput = {}): Promise<MemberPage> {
  requireOwner(ctx);
  const { search, cursor, limit } = parseInput(ListMembersInput, input);
  return transact(ctx, async (tx, ctx) => {
    const rows = await tx
      .select({
        user: users,
        confirmed: memberStats.conversionsConfirmed,
        provisional: memberStats.conversionsProvisional,
        lastActiveOn: memberStats.streakUntil,
      })
      .from(users)
      .leftJoin(
        memberStats,
        and(
          eq(memberStats.companyId, users.companyId),
          eq(memberStats.userId, users.id),
          eq(memberStats.period, "all"),
        ),
      )
      .where(
        and(
          eq(users.companyId, ctx.companyId),
          isNull(users.erasedAt),
          search === undefined ? undefined : isCalled(search),
          cursor === undefined ? undefined : await after(ctx, cursor),
        ),
      )
      // As the index by join has it, read from its end.
      .orderBy(sql`${users.joinedAt} DESC NULLS FIRST`, desc(users.id))
      .limit(limit + 1);
    const page = rows.slice(0, limit);
    const earned = await earnedBy(
      ctx,
      page.map(({ user }) => user.id),
    );
    const members = page.map(({ user, confirmed, provisional, lastActiveOn }): ListedMember => {
      const member = memberFromRow(user);
      const { id, username, email, avatarUrl, joinedAt } = member;
      return {
        userId: id,
        name: displayName(member),
        username,
        email,
        avatarUrl,
        joinedAt,
        referrals: { confirmed: confirmed ?? 0, provisional: provisional ?? 0 },
        earned: earned.get(id) ?? [],
        lastActiveOn,
      };
    });
    return { members, nextCursor: rows.length > limit ? (members.at(-1)?.userId ?? null) : null };
  });
}

/** What comes after a member in the order of the list; a join that is unknown comes first. */
async function after(ctx: Ctx, cursor: string): Promise<SQL | undefined> {
  const { joinedAt } = await getMember(ctx, { userId: cursor });
  const later = lt(users.id, cursor);
  if (joinedAt === null) return or(and(isNull(users.joinedAt), later), sql`${users.joinedAt} IS NOT NULL`);
  return or(lt(users.joinedAt, joinedAt), and(eq(users.joinedAt, joinedAt), later));
}

async function earnedBy(ctx: Ctx, userIds: string[]): Promise<Map<string, ListedMember["earned"]>> {
  if (userIds.length === 0) return new Map();
  // What commissions cost the community is booked as a minus.
  const balances = await getBalances(ctx, { holderIds: userIds, kinds: ["commission_expense"] });
  return new Map(
    [...Map.groupBy(balances, ({ holderId }) => holderId)].map(([userId, of]) => [
      userId,
      of.map(({ unit, balance }) => ({ currency: unit, amount: amountText(-balance, unit) })),
    ]),
  );
}
