import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { companyId, createdAt, id, instant, oneOf, updatedAt } from "../columns.ts";
import { vouchKinds } from "../enums.ts";
import { users } from "./members.ts";

/** How far a member's referrals can be trusted, 0 to 100, with the parts it is made of; rebuildable. */
export const trustScores = pgTable(
  "trust_scores",
  {
    companyId: companyId(),
    userId: uuid("user_id").notNull(),
    score: integer("score").notNull(),
    /** [{part, points, of, counts…}]: what a person is told when they ask why. */
    parts: jsonb("parts").notNull(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ name: "trust_scores_pkey", columns: [t.companyId, t.userId] }),
    foreignKey({
      name: "trust_scores_of_known_member",
      columns: [t.companyId, t.userId],
      foreignColumns: [users.companyId, users.id],
    }),
    check("trust_scores_within_bounds", sql`${t.score} BETWEEN 0 AND 100`),
    index("trust_scores_by_score").on(t.companyId, t.score),
  ],
);

/** One member's word for another; withdrawn, never deleted. A community vouch is the team's or a rule's. */
export const vouches = pgTable(
  "vouches",
  {
    companyId: companyId(),
    id: id(),
    /** Null when a rule of the community gave it. */
    voucherId: uuid("voucher_id"),
    userId: uuid("user_id").notNull(),
    kind: text("kind", { enum: vouchKinds }).notNull(),
    isCommunityVouch: boolean("is_community_vouch").notNull().default(false),
    isAutoVouched: boolean("is_auto_vouched").notNull().default(false),
    autoVouchCriteria: jsonb("auto_vouch_criteria"),
    /** Points of the score it was worth when it was given. */
    trustImpact: integer("trust_impact").notNull(),
    createdAt: createdAt(),
    withdrawnAt: instant("withdrawn_at"),
  },
  (t) => [
    primaryKey({ name: "vouches_pkey", columns: [t.companyId, t.id] }),
    foreignKey({
      name: "vouches_by_known_member",
      columns: [t.companyId, t.voucherId],
      foreignColumns: [users.companyId, users.id],
    }),
    foreignKey({
      name: "vouches_for_known_member",
      columns: [t.companyId, t.userId],
      foreignColumns: [users.companyId, users.id],
    }),
    oneOf("vouches_known_kind", t.kind, vouchKinds),
    check("vouches_for_somebody_else", sql`${t.voucherId} IS NULL OR ${t.voucherId} <> ${t.userId}`),
    uniqueIndex("vouches_once_per_pair")
      .on(t.companyId, t.voucherId, t.userId)
      .where(sql`${t.withdrawnAt} IS NULL AND ${t.voucherId} IS NOT NULL`),
    index("vouches_for_member").on(t.companyId, t.userId),
    index("vouches_by_member").on(t.companyId, t.voucherId, t.createdAt),
  ],
);

/** A community's rules for vouches; the defaults where it has no row. */
export const vouchConfigs = pgTable(
  "vouch_configs",
  {
    companyId: companyId(),
    primaryLimit: integer("primary_limit").notNull().default(1),
    secondaryLimit: integer("secondary_limit").notNull().default(3),
    communityLimit: integer("community_limit").notNull().default(2),
    primaryWeight: integer("primary_weight").notNull().default(30),
    secondaryWeight: integer("secondary_weight").notNull().default(30),
    communityWeight: integer("community_weight").notNull().default(40),
    /** Days between two vouches of one member. */
    cooldownDays: integer("cooldown_days").notNull().default(7),
    /** Days before a withdrawn vouch for the same member may be given again. */
    reconnectionDays: integer("reconnection_days").notNull().default(30),
    /** When the community vouches by itself; null is never. */
    autoVouchCriteria: jsonb("auto_vouch_criteria"),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ name: "vouch_configs_pkey", columns: [t.companyId] }),
    check(
      "vouch_configs_weights_are_a_whole",
      sql`${t.primaryWeight} + ${t.secondaryWeight} + ${t.communityWeight} = 100 AND least(${t.primaryWeight}, ${t.secondaryWeight}, ${t.communityWeight}) >= 0`,
    ),
    check(
      "vouch_configs_not_negative",
      sql`least(${t.primaryLimit}, ${t.secondaryLimit}, ${t.communityLimit}, ${t.cooldownDays}, ${t.reconnectionDays}) >= 0`,
    ),
  ],
);
