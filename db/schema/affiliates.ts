import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  boolean,
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
import { companyId, createdAt, currency, id, instant, minor, oneOf, updatedAt } from "../columns.ts";
import { commissionHolds, commissionStatuses, payeeStatuses } from "../enums.ts";
import { users } from "./members.ts";
import { referralConversions } from "./referrals.ts";

export const commissionPlans = pgTable(
  "commission_plans",
  {
    companyId: companyId(),
    id: id(),
    name: text("name").notNull(),
    /** The plan of whoever is approved without another being named. */
    isDefault: boolean("is_default").notNull().default(false),
    archivedAt: instant("archived_at"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ name: "commission_plans_pkey", columns: [t.companyId, t.id] }),
    uniqueIndex("commission_plans_one_default").on(t.companyId).where(sql`${t.isDefault}`),
    uniqueIndex("commission_plans_named_once").on(t.companyId, t.name).where(sql`${t.archivedAt} IS NULL`),
  ],
);

/** Terms are never rewritten: a change is a new version. `terms` is parsed by lib/affiliates/terms.ts. */
export const commissionPlanVersions = pgTable(
  "commission_plan_versions",
  {
    companyId: companyId(),
    planId: uuid("plan_id").notNull(),
    version: integer("version").notNull(),
    terms: jsonb("terms").notNull(),
    effectiveAt: instant("effective_at").notNull(),
    createdBy: text("created_by").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "commission_plan_versions_pkey", columns: [t.companyId, t.planId, t.version] }),
    foreignKey({
      name: "commission_plan_versions_of_known_plan",
      columns: [t.companyId, t.planId],
      foreignColumns: [commissionPlans.companyId, commissionPlans.id],
    }),
  ],
);

export const affiliates = pgTable(
  "affiliates",
  {
    companyId: companyId(),
    id: id(),
    userId: uuid("user_id").notNull(),
    status: text("status", { enum: payeeStatuses }).notNull(),
    /** What the applicant wrote. */
    application: text("application"),
    planId: uuid("plan_id"),
    /** The affiliate who brought this one in. */
    recruitedBy: uuid("recruited_by"),
    appliedAt: instant("applied_at").notNull(),
    decidedAt: instant("decided_at"),
    decisionNote: text("decision_note"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ name: "affiliates_pkey", columns: [t.companyId, t.id] }),
    unique("affiliates_once_per_member").on(t.companyId, t.userId),
    foreignKey({
      name: "affiliates_are_known_members",
      columns: [t.companyId, t.userId],
      foreignColumns: [users.companyId, users.id],
    }),
    foreignKey({
      name: "affiliates_on_known_plan",
      columns: [t.companyId, t.planId],
      foreignColumns: [commissionPlans.companyId, commissionPlans.id],
    }),
    foreignKey({
      name: "affiliates_recruited_by_known_affiliate",
      columns: [t.companyId, t.recruitedBy],
      foreignColumns: [t.companyId, t.id] as [AnyPgColumn, AnyPgColumn],
    }),
    oneOf("affiliates_known_status", t.status, payeeStatuses),
    index("affiliates_by_status").on(t.companyId, t.status, t.appliedAt),
    index("affiliates_by_recruiter").on(t.companyId, t.recruitedBy),
  ],
);

/** What held for an affiliate from an instant on, append-only: a referral keeps the terms under which it came. */
export const affiliateTerms = pgTable(
  "affiliate_terms",
  {
    companyId: companyId(),
    affiliateId: uuid("affiliate_id").notNull(),
    since: instant("since").notNull(),
    isActive: boolean("is_active").notNull(),
    planId: uuid("plan_id").notNull(),
    recruitedBy: uuid("recruited_by"),
    createdBy: text("created_by").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "affiliate_terms_pkey", columns: [t.companyId, t.affiliateId, t.since] }),
    foreignKey({
      name: "affiliate_terms_of_known_affiliate",
      columns: [t.companyId, t.affiliateId],
      foreignColumns: [affiliates.companyId, affiliates.id],
    }),
    foreignKey({
      name: "affiliate_terms_on_known_plan",
      columns: [t.companyId, t.planId],
      foreignColumns: [commissionPlans.companyId, commissionPlans.id],
    }),
  ],
);

/** What one sale earned one affiliate: derived from the facts, the terms and the clock, and posted to the ledger. */
export const affiliateCommissions = pgTable(
  "affiliate_commissions",
  {
    companyId: companyId(),
    id: id(),
    affiliateId: uuid("affiliate_id").notNull(),
    conversionId: uuid("conversion_id").notNull(),
    referralId: uuid("referral_id").notNull(),
    /** 1 for who referred the buyer, 2 for who recruited that affiliate. */
    level: integer("level").notNull(),
    currency: currency().notNull(),
    baseMinor: minor("base_minor").notNull(),
    /** Before refunds. */
    earnedMinor: minor("earned_minor").notNull(),
    /** Taken back by refunds, a lost dispute or a refused referral. */
    reversedMinor: minor("reversed_minor").notNull(),
    /** Sent or handed over in payouts. */
    paidMinor: minor("paid_minor").notNull().default(sql`0`),
    status: text("status", { enum: commissionStatuses }).notNull(),
    holdUntil: instant("hold_until").notNull(),
    heldBy: text("held_by", { enum: commissionHolds }),
    planId: uuid("plan_id").notNull(),
    planVersion: integer("plan_version").notNull(),
    tier: integer("tier").notNull().default(0),
    /** How the amount was found, line by line; parsed by lib/affiliates/workings.ts. */
    workings: jsonb("workings").notNull(),
    occurredAt: instant("occurred_at").notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ name: "affiliate_commissions_pkey", columns: [t.companyId, t.id] }),
    foreignKey({
      name: "affiliate_commissions_of_known_affiliate",
      columns: [t.companyId, t.affiliateId],
      foreignColumns: [affiliates.companyId, affiliates.id],
    }),
    foreignKey({
      name: "affiliate_commissions_on_known_conversion",
      columns: [t.companyId, t.conversionId],
      foreignColumns: [referralConversions.companyId, referralConversions.id],
    }),
    foreignKey({
      name: "affiliate_commissions_under_known_terms",
      columns: [t.companyId, t.planId, t.planVersion],
      foreignColumns: [
        commissionPlanVersions.companyId,
        commissionPlanVersions.planId,
        commissionPlanVersions.version,
      ],
    }),
    oneOf("affiliate_commissions_known_status", t.status, commissionStatuses),
    oneOf("affiliate_commissions_known_hold", t.heldBy, commissionHolds),
    // A credit that moves to another affiliate leaves the first one's commission behind, with what was paid of it.
    unique("affiliate_commissions_once_per_sale").on(t.companyId, t.affiliateId, t.conversionId, t.level),
    index("affiliate_commissions_by_conversion").on(t.companyId, t.conversionId),
    index("affiliate_commissions_by_affiliate").on(t.companyId, t.affiliateId, t.occurredAt, t.id),
    index("affiliate_commissions_by_time").on(t.companyId, t.occurredAt, t.id),
    index("affiliate_commissions_by_referral").on(t.companyId, t.referralId),
    index("affiliate_commissions_unpaid")
      .on(t.companyId, t.affiliateId, t.currency)
      .where(sql`${t.earnedMinor} - ${t.reversedMinor} <> ${t.paidMinor}`),
  ],
);
