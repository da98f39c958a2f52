import { sql } from "drizzle-orm";
import {
  bigint,
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
import { clickClasses, conversionTypes, evidenceKinds, referralStatuses, reviewStates } from "../enums.ts";
import { campaigns } from "./campaigns.ts";
import { referralCodes } from "./links.ts";
import { users } from "./members.ts";

/** X brought Y. */
export const referrals = pgTable(
  "referrals",
  {
    companyId: companyId(),
    id: id(),
    referrerId: uuid("referrer_id").notNull(),
    referredId: uuid("referred_id").notNull(),
    referralCodeId: uuid("referral_code_id"),
    campaignId: uuid("campaign_id"),
    status: text("status", { enum: referralStatuses }).notNull().default("pending"),
    evidence: text("evidence", { enum: evidenceKinds }).notNull(),
    rulesVersion: integer("rules_version").notNull(),
    membershipId: text("membership_id"),
    qualifyingPaymentId: text("qualifying_payment_id"),
    signedUpAt: instant("signed_up_at").notNull(),
    convertedAt: instant("converted_at"),
    activatedAt: instant("activated_at"),
    /** Which of the owner's criteria was met. */
    activatedBy: text("activated_by"),
    /** When it will be activated if the person stays. */
    activationDueAt: instant("activation_due_at"),
    cancelledAt: instant("cancelled_at"),
    cancelReason: text("cancel_reason"),
    /** Why a conversion is not confirmed yet: an open dispute, or an amount that could not be read. */
    holdReason: text("hold_reason"),
    review: text("review", { enum: reviewStates }).notNull().default("clear"),
    /** Screened and found clear, or released by the owner. */
    isVerified: boolean("is_verified").notNull().default(false),
    fraudScore: integer("fraud_score").notNull().default(0),
    /** The last visit to the link before the purchase: evidence for fraud checks, never for credit. */
    clickAt: instant("click_at"),
    clickVisitorKey: bigint("click_visitor_key", { mode: "bigint" }),
    clickNetworkKey: bigint("click_network_key", { mode: "bigint" }),
    clickByCookie: boolean("click_by_cookie"),
    clickClass: text("click_class", { enum: clickClasses }),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ name: "referrals_pkey", columns: [t.companyId, t.id] }),
    foreignKey({
      name: "referrals_by_known_referrer",
      columns: [t.companyId, t.referrerId],
      foreignColumns: [users.companyId, users.id],
    }),
    foreignKey({
      name: "referrals_of_known_member",
      columns: [t.companyId, t.referredId],
      foreignColumns: [users.companyId, users.id],
    }),
    foreignKey({
      name: "referrals_through_known_code",
      columns: [t.companyId, t.referralCodeId],
      foreignColumns: [referralCodes.companyId, referralCodes.id],
    }),
    foreignKey({
      name: "referrals_in_known_campaign",
      columns: [t.companyId, t.campaignId],
      foreignColumns: [campaigns.companyId, campaigns.id],
    }),
    oneOf("referrals_known_status", t.status, referralStatuses),
    oneOf("referrals_known_evidence", t.evidence, evidenceKinds),
    oneOf("referrals_known_review", t.review, reviewStates),
    oneOf("referrals_known_click_class", t.clickClass, clickClasses),
    uniqueIndex("referrals_one_live_per_member")
      .on(t.companyId, t.referredId)
      .where(sql`${t.status} <> 'cancelled'`),
    index("referrals_by_referrer").on(t.companyId, t.referrerId, t.signedUpAt),
    index("referrals_by_member").on(t.companyId, t.referredId),
    index("referrals_by_time").on(t.companyId, t.signedUpAt, t.id),
    index("referrals_by_code").on(t.companyId, t.referralCodeId),
    index("referrals_by_network").on(t.companyId, t.clickNetworkKey, t.clickAt),
    index("referrals_by_visitor").on(t.companyId, t.clickVisitorKey),
    // What waits for a decision, to be counted without being read.
    index("referrals_held").on(t.companyId).where(sql`${t.review} = 'held' AND ${t.status} <> 'cancelled'`),
  ],
);

/** What a referred member's payment, trial or free membership was worth; one row per source object. */
export const referralConversions = pgTable(
  "referral_conversions",
  {
    companyId: companyId(),
    id: id(),
    referralId: uuid("referral_id").notNull(),
    referralCodeId: uuid("referral_code_id"),
    conversionType: text("conversion_type", { enum: conversionTypes }).notNull(),
    sourceId: text("source_id").notNull(),
    currency: currency().notNull(),
    grossMinor: minor("gross_minor").notNull(),
    taxMinor: minor("tax_minor").notNull(),
    discountMinor: minor("discount_minor").notNull().default(sql`0`),
    feesMinor: minor("fees_minor").notNull().default(sql`0`),
    whopAffiliateMinor: minor("whop_affiliate_minor").notNull().default(sql`0`),
    refundedMinor: minor("refunded_minor").notNull(),
    /** What Whop says went back beyond what was paid: left out of every sum, shown as an alarm. */
    overRefundedMinor: minor("over_refunded_minor").notNull().default(sql`0`),
    netMinor: minor("net_minor").notNull(),
    occurredAt: instant("occurred_at").notNull(),
    metadata: jsonb("metadata").notNull().default({}),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ name: "referral_conversions_pkey", columns: [t.companyId, t.id] }),
    foreignKey({
      name: "referral_conversions_of_known_referral",
      columns: [t.companyId, t.referralId],
      foreignColumns: [referrals.companyId, referrals.id],
    }),
    oneOf("referral_conversions_known_type", t.conversionType, conversionTypes),
    unique("referral_conversions_once_per_source").on(t.companyId, t.sourceId),
    index("referral_conversions_code_id").on(t.companyId, t.referralCodeId, t.occurredAt),
    index("referral_conversions_by_referral").on(t.companyId, t.referralId),
    index("referral_conversions_by_time").on(t.companyId, t.occurredAt),
    index("referral_conversions_over_refunded")
      .on(t.companyId, t.occurredAt)
      .where(sql`${t.overRefundedMinor} > 0`),
  ],
);
