import { sql } from "drizzle-orm";
import {
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
import { payoutItemStatuses, payoutMethods, payoutStatuses } from "../enums.ts";
import { affiliateCommissions, affiliates } from "./affiliates.ts";
import { rewardRedemptions } from "./rewards.ts";

/** A batch of what is owed at its cutoff. One at a time is open in a community. */
export const affiliatePayouts = pgTable(
  "affiliate_payouts",
  {
    companyId: companyId(),
    id: id(),
    /** Counts up in the community: what people call it. */
    number: integer("number").notNull(),
    status: text("status", { enum: payoutStatuses }).notNull(),
    method: text("method", { enum: payoutMethods }).notNull(),
    /** Commissions that were payable at this instant are in it. */
    cutoffAt: instant("cutoff_at").notNull(),
    createdBy: text("created_by").notNull(),
    approvedBy: text("approved_by"),
    approvedAt: instant("approved_at"),
    /** Who else agreed, where the amount asks for two. */
    secondApprovedBy: text("second_approved_by"),
    secondApprovedAt: instant("second_approved_at"),
    startedAt: instant("started_at"),
    finishedAt: instant("finished_at"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ name: "affiliate_payouts_pkey", columns: [t.companyId, t.id] }),
    unique("affiliate_payouts_numbered_once").on(t.companyId, t.number),
    oneOf("affiliate_payouts_known_status", t.status, payoutStatuses),
    oneOf("affiliate_payouts_known_method", t.method, payoutMethods),
    uniqueIndex("affiliate_payouts_one_open")
      .on(t.companyId)
      .where(sql`${t.status} IN ('draft', 'approved', 'processing')`),
    index("affiliate_payouts_by_time").on(t.companyId, t.createdAt, t.id),
  ],
);

/** What one affiliate is paid in one currency; its id is the idempotency key of the transfer. */
export const affiliatePayoutItems = pgTable(
  "affiliate_payout_items",
  {
    companyId: companyId(),
    id: id(),
    payoutId: uuid("payout_id").notNull(),
    affiliateId: uuid("affiliate_id").notNull(),
    currency: currency().notNull(),
    /** As approved; what is sent may be less when a refund came in between, never more. */
    amountMinor: minor("amount_minor").notNull(),
    status: text("status", { enum: payoutItemStatuses }).notNull(),
    reason: text("reason"),
    /** The call as it is made, fixed before the first attempt. */
    request: jsonb("request"),
    attemptCount: integer("attempt_count").notNull().default(0),
    attempts: jsonb("attempts").notNull().default([]),
    calledAt: instant("called_at"),
    transferId: text("transfer_id"),
    /** Of a payment made by hand. */
    reference: text("reference"),
    paidAt: instant("paid_at"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ name: "affiliate_payout_items_pkey", columns: [t.companyId, t.id] }),
    foreignKey({
      name: "affiliate_payout_items_in_known_payout",
      columns: [t.companyId, t.payoutId],
      foreignColumns: [affiliatePayouts.companyId, affiliatePayouts.id],
    }),
    foreignKey({
      name: "affiliate_payout_items_to_known_affiliate",
      columns: [t.companyId, t.affiliateId],
      foreignColumns: [affiliates.companyId, affiliates.id],
    }),
    oneOf("affiliate_payout_items_known_status", t.status, payoutItemStatuses),
    unique("affiliate_payout_items_once_per_currency").on(t.companyId, t.payoutId, t.affiliateId, t.currency),
    index("affiliate_payout_items_by_affiliate").on(t.companyId, t.affiliateId, t.createdAt),
    index("affiliate_payout_items_troubled")
      .on(t.companyId, t.createdAt)
      .where(sql`${t.status} IN ('unknown', 'failed', 'held')`),
  ],
);

/** Which commissions an item pays, refunds of commissions paid before among them as negative amounts. */
export const affiliatePayoutParts = pgTable(
  "affiliate_payout_parts",
  {
    companyId: companyId(),
    itemId: uuid("item_id").notNull(),
    commissionId: uuid("commission_id").notNull(),
    amountMinor: minor("amount_minor").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "affiliate_payout_parts_pkey", columns: [t.companyId, t.itemId, t.commissionId] }),
    foreignKey({
      name: "affiliate_payout_parts_of_known_item",
      columns: [t.companyId, t.itemId],
      foreignColumns: [affiliatePayoutItems.companyId, affiliatePayoutItems.id],
    }),
    foreignKey({
      name: "affiliate_payout_parts_of_known_commission",
      columns: [t.companyId, t.commissionId],
      foreignColumns: [affiliateCommissions.companyId, affiliateCommissions.id],
    }),
    index("affiliate_payout_parts_by_commission").on(t.companyId, t.commissionId),
  ],
);

/** What a member is owed for a reward in money, as the books have it; nothing once it was taken back. */
export const rewardPayables = pgTable(
  "reward_payables",
  {
    companyId: companyId(),
    redemptionId: uuid("redemption_id").notNull(),
    affiliateId: uuid("affiliate_id").notNull(),
    currency: currency().notNull(),
    amountMinor: minor("amount_minor").notNull(),
    /** Sent or handed over in payouts. */
    paidMinor: minor("paid_minor").notNull().default(sql`0`),
    since: instant("since").notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ name: "reward_payables_pkey", columns: [t.companyId, t.redemptionId] }),
    foreignKey({
      name: "reward_payables_of_known_redemption",
      columns: [t.companyId, t.redemptionId],
      foreignColumns: [rewardRedemptions.companyId, rewardRedemptions.id],
    }),
    foreignKey({
      name: "reward_payables_to_known_payee",
      columns: [t.companyId, t.affiliateId],
      foreignColumns: [affiliates.companyId, affiliates.id],
    }),
    index("reward_payables_unpaid")
      .on(t.companyId, t.affiliateId, t.currency)
      .where(sql`${t.amountMinor} <> ${t.paidMinor}`),
  ],
);

/** Which rewards in money an item pays, those taken back after they were paid among them as negative amounts. */
export const rewardPayoutParts = pgTable(
  "reward_payout_parts",
  {
    companyId: companyId(),
    itemId: uuid("item_id").notNull(),
    redemptionId: uuid("redemption_id").notNull(),
    amountMinor: minor("amount_minor").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "reward_payout_parts_pkey", columns: [t.companyId, t.itemId, t.redemptionId] }),
    foreignKey({
      name: "reward_payout_parts_of_known_item",
      columns: [t.companyId, t.itemId],
      foreignColumns: [affiliatePayoutItems.companyId, affiliatePayoutItems.id],
    }),
    foreignKey({
      name: "reward_payout_parts_of_known_payable",
      columns: [t.companyId, t.redemptionId],
      foreignColumns: [rewardPayables.companyId, rewardPayables.redemptionId],
    }),
    index("reward_payout_parts_by_redemption").on(t.companyId, t.redemptionId),
  ],
);
