import { boolean, index, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { companyId, createdAt, id, instant, updatedAt } from "../columns.ts";

/** A Whop user as known in one company; the same person in two communities is two rows. */
export const users = pgTable(
  "users",
  {
    companyId: companyId(),
    id: id(),
    whopUserId: text("whop_user_id").notNull(),
    username: text("username"),
    name: text("name"),
    email: text("email"),
    avatarUrl: text("avatar_url"),
    /** Whether Whop let them into the dashboard when they were last seen. */
    isTeam: boolean("is_team").notNull().default(false),
    /** First time the person is known to have belonged to the company, by Whop's own timestamps. */
    joinedAt: instant("joined_at"),
    profileRefreshedAt: instant("profile_refreshed_at"),
    /** When a user name and a picture were first seen together. */
    profileCompletedAt: instant("profile_completed_at"),
    erasedAt: instant("erased_at"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ name: "users_pkey", columns: [t.companyId, t.id] }),
    unique("users_once_per_company").on(t.companyId, t.whopUserId),
    index("users_by_join").on(t.companyId, t.joinedAt),
  ],
);
