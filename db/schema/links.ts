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
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { companyId, createdAt, id, instant } from "../columns.ts";
import { campaigns } from "./campaigns.ts";
import { users } from "./members.ts";

/**
 * A referral link. Eight narrow columns on purpose (10,000 of them take under 1 MB): what only some
 * links have is in referral_code_options, counters are in link_stats.
 */
export const referralCodes = pgTable(
  "referral_codes",
  {
    id: id(),
    userId: uuid("user_id").notNull(),
    createdAt: createdAt(),
    /** Null until the link is first changed. */
    updatedAt: instant("updated_at"),
    isActive: boolean("is_active").notNull().default(true),
    companyId: companyId(),
    code: text("code").notNull(),
  },
  (t) => [
    primaryKey({ name: "referral_codes_pkey", columns: [t.companyId, t.id] }),
    unique("referral_codes_code_lookup").on(t.companyId, t.code),
    foreignKey({
      name: "referral_codes_of_known_user",
      columns: [t.companyId, t.userId],
      foreignColumns: [users.companyId, users.id],
    }),
    index("referral_codes_user_id").on(t.companyId, t.userId),
    index("referral_codes_active").on(t.companyId, t.userId).where(sql`${t.isActive}`),
  ],
);

export const referralCodeOptions = pgTable(
  "referral_code_options",
  {
    companyId: companyId(),
    codeId: uuid("code_id").notNull(),
    userId: uuid("user_id").notNull(),
    channel: text("channel"),
    campaignId: uuid("campaign_id"),
    planId: text("plan_id"),
    isVanity: boolean("is_vanity").notNull().default(false),
    expiresAt: instant("expires_at"),
    /** How many referrals the link may bring; null is no limit. */
    maxUses: integer("max_uses"),
    /** Only the team takes its own pause back. */
    pausedByTeam: boolean("paused_by_team").notNull().default(false),
    /** What held before each change that is on record, oldest first: [{until, isActive, expiresAt, maxUses}]. */
    earlier: jsonb("earlier"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "referral_code_options_pkey", columns: [t.companyId, t.codeId] }),
    foreignKey({
      name: "referral_code_options_of_known_code",
      columns: [t.companyId, t.codeId],
      foreignColumns: [referralCodes.companyId, referralCodes.id],
    }),
    foreignKey({
      name: "referral_code_options_of_known_campaign",
      columns: [t.companyId, t.campaignId],
      foreignColumns: [campaigns.companyId, campaigns.id],
    }),
    check("referral_code_options_positive_limit", sql`${t.maxUses} > 0`),
    index("referral_code_options_by_user").on(t.companyId, t.userId),
  ],
);

/** Whop checkouts that carry a link's signed metadata; one live one per link and plan. */
export const checkoutConfigurations = pgTable(
  "checkout_configurations",
  {
    companyId: companyId(),
    checkoutId: text("checkout_id").notNull(),
    codeId: uuid("code_id").notNull(),
    planId: text("plan_id").notNull(),
    purchaseUrl: text("purchase_url").notNull(),
    metadata: jsonb("metadata").notNull(),
    isLive: boolean("is_live").notNull().default(true),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "checkout_configurations_pkey", columns: [t.companyId, t.checkoutId] }),
    foreignKey({
      name: "checkout_configurations_of_known_code",
      columns: [t.companyId, t.codeId],
      foreignColumns: [referralCodes.companyId, referralCodes.id],
    }),
    uniqueIndex("checkout_configurations_one_live_per_plan")
      .on(t.companyId, t.codeId, t.planId)
      .where(sql`${t.isLive}`),
  ],
);

/** The counters the link table is spared: how many referrals, human clicks and conversions a link brought. */
export const referralCodeUses = pgTable(
  "referral_code_uses",
  {
    companyId: companyId(),
    codeId: uuid("code_id").notNull(),
    uses: integer("uses").notNull(),
    clicks: integer("clicks").notNull(),
    conversions: integer("conversions").notNull(),
  },
  (t) => [
    primaryKey({ name: "referral_code_uses_pkey", columns: [t.companyId, t.codeId] }),
    foreignKey({
      name: "referral_code_uses_of_known_code",
      columns: [t.companyId, t.codeId],
      foreignColumns: [referralCodes.companyId, referralCodes.id],
    }),
  ],
);
