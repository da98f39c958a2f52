import { sql } from "drizzle-orm";
import { boolean, index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { companyId, createdAt, instant, minor, updatedAt } from "../columns.ts";

/**
 * Whop's objects by Whop's ids. The last state wins by Whop's own timestamps, never by arrival, and
 * nothing refers to them by foreign key: a refund may arrive before its payment.
 */
export const memberships = pgTable(
  "memberships",
  {
    companyId: companyId(),
    membershipId: text("membership_id").notNull(),
    whopUserId: text("whop_user_id"),
    productId: text("product_id"),
    planId: text("plan_id"),
    status: text("status").notNull(),
    checkoutConfigurationId: text("checkout_configuration_id"),
    promoCodeId: text("promo_code_id"),
    metadata: jsonb("metadata").notNull().default({}),
    cancelAtPeriodEnd: boolean("cancel_at_period_end").notNull().default(false),
    renewalPeriodEnd: instant("renewal_period_end"),
    whopCreatedAt: instant("whop_created_at").notNull(),
    /** The stamp of the state held here: Whop's updated_at, else the event's own timestamp. */
    stateAt: instant("state_at").notNull(),
    /** Settles two states with one stamp: how far along the object's life the status is. */
    stateRank: integer("state_rank").notNull().default(0),
    /** Every state it was ever seen in, as "stamp rank status": true. What was when can be told from it. */
    states: jsonb("states").notNull().default({}),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ name: "memberships_pkey", columns: [t.companyId, t.membershipId] }),
    index("memberships_by_user").on(t.companyId, t.whopUserId),
  ],
);

export const payments = pgTable(
  "payments",
  {
    companyId: companyId(),
    paymentId: text("payment_id").notNull(),
    whopUserId: text("whop_user_id"),
    membershipId: text("membership_id"),
    planId: text("plan_id"),
    productId: text("product_id"),
    checkoutConfigurationId: text("checkout_configuration_id"),
    promoCodeId: text("promo_code_id"),
    metadata: jsonb("metadata").notNull().default({}),
    status: text("status").notNull(),
    substatus: text("substatus"),
    billingReason: text("billing_reason"),
    currency: text("currency").notNull(),
    totalMinor: minor("total_minor").notNull(),
    subtotalMinor: minor("subtotal_minor"),
    taxMinor: minor("tax_minor").notNull(),
    afterFeesMinor: minor("after_fees_minor"),
    refundedMinor: minor("refunded_minor").notNull(),
    /** What Whop's own affiliate program took of this payment; null while nobody asked Whop. */
    whopAffiliateMinor: minor("whop_affiliate_minor"),
    /** Keyed hash of the payment instrument, never its digits. */
    instrumentKey: text("instrument_key"),
    /** Why the amount could not be read; such a payment is held and shown, never guessed. */
    amountProblem: text("amount_problem"),
    paidAt: instant("paid_at"),
    whopCreatedAt: instant("whop_created_at").notNull(),
    stateAt: instant("state_at").notNull(),
    stateRank: integer("state_rank").notNull().default(0),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ name: "payments_pkey", columns: [t.companyId, t.paymentId] }),
    index("payments_by_user").on(t.companyId, t.whopUserId),
    index("payments_by_membership").on(t.companyId, t.membershipId),
    index("payments_by_instrument").on(t.companyId, t.instrumentKey),
    index("payments_by_promo_code").on(t.companyId, t.promoCodeId).where(sql`${t.promoCodeId} IS NOT NULL`),
    index("payments_unreadable").on(t.companyId, t.stateAt).where(sql`${t.amountProblem} IS NOT NULL`),
  ],
);

export const refunds = pgTable(
  "refunds",
  {
    companyId: companyId(),
    refundId: text("refund_id").notNull(),
    paymentId: text("payment_id").notNull(),
    status: text("status").notNull(),
    currency: text("currency").notNull(),
    amountMinor: minor("amount_minor").notNull(),
    amountProblem: text("amount_problem"),
    whopCreatedAt: instant("whop_created_at").notNull(),
    stateAt: instant("state_at").notNull(),
    stateRank: integer("state_rank").notNull().default(0),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ name: "refunds_pkey", columns: [t.companyId, t.refundId] }),
    index("refunds_by_payment").on(t.companyId, t.paymentId),
  ],
);

export const disputes = pgTable(
  "disputes",
  {
    companyId: companyId(),
    disputeId: text("dispute_id").notNull(),
    paymentId: text("payment_id").notNull(),
    status: text("status").notNull(),
    /** An inquiry moves no funds and no credit. */
    inquiry: boolean("inquiry").notNull(),
    reason: text("reason"),
    currency: text("currency").notNull(),
    amountMinor: minor("amount_minor").notNull(),
    amountProblem: text("amount_problem"),
    whopCreatedAt: instant("whop_created_at").notNull(),
    stateAt: instant("state_at").notNull(),
    stateRank: integer("state_rank").notNull().default(0),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ name: "disputes_pkey", columns: [t.companyId, t.disputeId] }),
    index("disputes_by_payment").on(t.companyId, t.paymentId),
  ],
);
