import type { users } from "#db/schema/index.ts";

/** A Whop user as known in one community. */
export type Member = {
  id: string;
  whopUserId: string;
  username: string | null;
  name: string | null;
  email: string | null;
  avatarUrl: string | null;
  /** First time the person is known to have belonged to the community; null while unknown. */
  joinedAt: Date | null;
  profileRefreshedAt: Date | null;
  erasedAt: Date | null;
};

/** What it takes to show somebody. */
export type Profile = Pick<Member, "id" | "whopUserId" | "username" | "name" | "avatarUrl">;

export function memberFromRow(row: typeof users.$inferSelect): Member {
  return {
    id: row.id,
    whopUserId: row.whopUserId,
    username: row.username,
    name: row.name,
    email: row.email,
    avatarUrl: row.avatarUrl,
    joinedAt: row.joinedAt,
    profileRefreshedAt: row.profileRefreshedAt,
    erasedAt: row.erasedAt,
  };
}
