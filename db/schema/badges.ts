import { boolean, foreignKey, index, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { companyId, createdAt, instant, updatedAt } from "../columns.ts";
import { users } from "./members.ts";

/** What can be earned: a rule as data, read by lib/badges. Names of the built-in ones are in the message catalog. */
export const badges = pgTable(
  "badges",
  {
    companyId: companyId(),
    key: text("key").notNull(),
    name: text("name"),
    description: text("description"),
    rule: jsonb("rule").notNull(),
    isActive: boolean("is_active").notNull().default(true),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [primaryKey({ name: "badges_pkey", columns: [t.companyId, t.key] })],
);

/** Earned once and kept, with the numbers that earned it; append-only. */
export const memberBadges = pgTable(
  "member_badges",
  {
    companyId: companyId(),
    userId: uuid("user_id").notNull(),
    badgeKey: text("badge_key").notNull(),
    evidence: jsonb("evidence").notNull(),
    earnedAt: instant("earned_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "member_badges_pkey", columns: [t.companyId, t.userId, t.badgeKey] }),
    foreignKey({
      name: "member_badges_of_known_member",
      columns: [t.companyId, t.userId],
      foreignColumns: [users.companyId, users.id],
    }),
    foreignKey({
      name: "member_badges_of_known_badge",
      columns: [t.companyId, t.badgeKey],
      foreignColumns: [badges.companyId, badges.key],
    }),
    index("member_badges_by_badge").on(t.companyId, t.badgeKey, t.earnedAt),
  ],
);
