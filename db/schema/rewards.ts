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
import { companyId, createdAt, currency, id, instant, minor, oneOf, updatedAt } from "../columns.ts";
import {
  deliveryDirections,
  deliveryStates,
  redemptionSides,
  redemptionStatuses,
  reversalPolicies,
  rewardSides,
  rewardTriggers,
  rewardTypes,
} from "../enums.ts";
import { campaigns } from "./campaigns.ts";
import { users } from "./members.ts";

/** A milestone the owner defined. `reward_data` is read by lib/rewards/reward-data.ts. */
export const rewards = pgTable(
  "rewards",
  {
    companyId: companyId(),
    id: id(),
    name: text("name").notNull(),
    description: text("description"),
    side: text("side", { enum: rewardSides }).notNull().default("referrer"),
    trigger: text("trigger", { enum: rewardTriggers }).notNull().default("milestone"),
    /** Of referrals, or of days of a streak; 1 where the trigger knows none. */
    threshold: integer("threshold").notNull(),
    /** Counts activated referrals instead of converted ones. */
    requiresActivation: boolean("requires_activation").notNull().default(false),
    /** Only referrals that count in this campaign. */
    campaignId: uuid("campaign_id"),
    /** What it costs in the points shop. */
    pricePoints: integer("price_points"),
    rewardType: text("reward_type", { enum: rewardTypes }).notNull(),
    rewardData: jsonb("reward_data").notNull(),
    /** Granted by itself after the hold; otherwise the owner approves each one. */
    autoApply: boolean("auto_apply").notNull().default(true),
    holdDays: integer("hold_days").notNull().default(14),
    /** Days an unclaimed reward stays open after it is granted; null is for ever. */
    expiryDays: integer("expiry_days"),
    /** How many may be granted in all; null is no limit. */
    stock: integer("stock"),
    stockTaken: integer("stock_taken").notNull().default(0),
    /** How many one member may have; null is no limit. */
    maxPerMember: integer("max_per_member"),
    /** What one costs the community, by the owner's word, and how much all may cost. */
    costMinor: minor("cost_minor"),
    costCurrency: currency("cost_currency"),
    budgetMinor: minor("budget_minor"),
    budgetTakenMinor: minor("budget_taken_minor").notNull().default(sql`0`),
    /** The team is warned when fewer are left. */
    warnBelow: integer("warn_below"),
    /** The promo code that a referee's discount is at the checkout: {promoCodeId, code, generation}. */
    checkoutCode: jsonb("checkout_code"),
    /** Goes up with each code of this generation that is put out of use: no code's text is ever used again. */
    checkoutGeneration: integer("checkout_generation").notNull().default(0),
    onReversal: text("on_reversal", { enum: reversalPolicies }).notNull().default("keep"),
    isActive: boolean("is_active").notNull().default(true),
    archivedAt: instant("archived_at"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ name: "rewards_pkey", columns: [t.companyId, t.id] }),
    oneOf("rewards_known_side", t.side, rewardSides),
    oneOf("rewards_known_trigger", t.trigger, rewardTriggers),
    oneOf("rewards_known_type", t.rewardType, rewardTypes),
    oneOf("rewards_known_reversal", t.onReversal, reversalPolicies),
    check("rewards_positive_threshold", sql`${t.threshold} > 0`),
    check("rewards_hold_not_negative", sql`${t.holdDays} >= 0`),
    foreignKey({
      name: "rewards_of_known_campaign",
      columns: [t.companyId, t.campaignId],
      foreignColumns: [campaigns.companyId, campaigns.id],
    }),
    check("rewards_priced_when_sold", sql`(${t.trigger} = 'purchase') = (${t.pricePoints} IS NOT NULL)`),
    check("rewards_positive_price", sql`${t.pricePoints} > 0`),
    check("rewards_cost_in_a_currency", sql`(${t.costMinor} IS NULL) = (${t.costCurrency} IS NULL)`),
    check("rewards_budget_needs_cost", sql`${t.budgetMinor} IS NULL OR ${t.costMinor} IS NOT NULL`),
    check(
      "rewards_never_more_than_budget",
      sql`${t.budgetMinor} IS NULL OR ${t.budgetTakenMinor} <= ${t.budgetMinor}`,
    ),
    check("rewards_never_more_than_stock", sql`${t.stock} IS NULL OR ${t.stockTaken} <= ${t.stock}`),
    index("rewards_by_threshold").on(t.companyId, t.threshold),
  ],
);

export const rewardRedemptions = pgTable(
  "reward_redemptions",
  {
    companyId: companyId(),
    id: id(),
    userId: uuid("user_id").notNull(),
    rewardId: uuid("reward_id").notNull(),
    /** On whose side they earned it. */
    side: text("side", { enum: redemptionSides }).notNull().default("referrer"),
    /** What it was earned by: `milestone`, `nth:3`, `referral:<id>`, `prize:<id>`, `streak:<day>`, `given:<id>`, `purchase:<id>`. */
    subject: text("subject").notNull().default("milestone"),
    /** The referral it was earned by, where it is one. */
    referralId: uuid("referral_id"),
    campaignId: uuid("campaign_id"),
    /** Who of the team gave it by hand. */
    givenBy: uuid("given_by"),
    /** Which time by the same subject: one that had been taken back may be earned again. */
    occurrence: integer("occurrence").notNull().default(1),
    /** The reward as it was promised when it was earned; a later edit of the reward does not change it. */
    terms: jsonb("terms").notNull(),
    status: text("status", { enum: redemptionStatuses }).notNull().default("pending"),
    statusReason: text("status_reason"),
    /** Confirmed referrals at the moment it was earned. */
    earnedCount: integer("earned_count").notNull(),
    holdsStock: boolean("holds_stock").notNull().default(false),
    earnedAt: instant("earned_at").notNull(),
    payableAt: instant("payable_at").notNull(),
    approvedAt: instant("approved_at"),
    approvedBy: uuid("approved_by"),
    /** Who of the team decided against it; a redemption cancelled by facts alone has nobody here. */
    rejectedBy: uuid("rejected_by"),
    grantedAt: instant("granted_at"),
    claimedAt: instant("claimed_at"),
    expiresAt: instant("expires_at"),
    cancelledAt: instant("cancelled_at"),
    errorMessage: text("error_message"),
    /** What the member reads, e.g. how a reward given by hand is handed over. */
    note: text("note"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ name: "reward_redemptions_pkey", columns: [t.companyId, t.id] }),
    foreignKey({
      name: "reward_redemptions_by_known_user",
      columns: [t.companyId, t.userId],
      foreignColumns: [users.companyId, users.id],
    }),
    foreignKey({
      name: "reward_redemptions_of_known_reward",
      columns: [t.companyId, t.rewardId],
      foreignColumns: [rewards.companyId, rewards.id],
    }),
    oneOf("reward_redemptions_known_status", t.status, redemptionStatuses),
    unique("reward_redemptions_once_per_milestone").on(
      t.companyId,
      t.rewardId,
      t.userId,
      t.side,
      t.subject,
      t.occurrence,
    ),
    oneOf("reward_redemptions_known_side", t.side, redemptionSides),
    index("reward_redemptions_by_referral").on(t.companyId, t.referralId),
    index("reward_redemptions_by_user").on(t.companyId, t.userId),
    index("reward_redemptions_by_status").on(t.companyId, t.status, t.payableAt),
  ],
);

/** A code of the owner's own, handed to whoever earns the reward. */
export const rewardCodes = pgTable(
  "reward_codes",
  {
    companyId: companyId(),
    id: id(),
    rewardId: uuid("reward_id").notNull(),
    code: text("code").notNull(),
    redemptionId: uuid("redemption_id"),
    takenAt: instant("taken_at"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "reward_codes_pkey", columns: [t.companyId, t.id] }),
    foreignKey({
      name: "reward_codes_of_known_reward",
      columns: [t.companyId, t.rewardId],
      foreignColumns: [rewards.companyId, rewards.id],
    }),
    foreignKey({
      name: "reward_codes_for_known_redemption",
      columns: [t.companyId, t.redemptionId],
      foreignColumns: [rewardRedemptions.companyId, rewardRedemptions.id],
    }),
    unique("reward_codes_once").on(t.companyId, t.rewardId, t.code),
    unique("reward_codes_one_per_redemption").on(t.companyId, t.redemptionId),
    index("reward_codes_left").on(t.companyId, t.rewardId, t.id).where(sql`${t.redemptionId} IS NULL`),
  ],
);

/** One effect on Whop (or by hand) per redemption and direction, with every attempt and its proof. */
export const rewardDeliveries = pgTable(
  "reward_deliveries",
  {
    companyId: companyId(),
    id: id(),
    redemptionId: uuid("redemption_id").notNull(),
    direction: text("direction", { enum: deliveryDirections }).notNull().default("grant"),
    rewardType: text("reward_type", { enum: rewardTypes }).notNull(),
    state: text("state", { enum: deliveryStates }).notNull().default("queued"),
    /** The membership free days are added to: one call in flight for each. */
    membershipId: text("membership_id"),
    /** The request as first frozen; a retry sends exactly this. */
    request: jsonb("request").notNull(),
    /** What must be true on Whop's side once it is applied, recorded before the call. */
    expectation: jsonb("expectation"),
    proof: jsonb("proof"),
    attempts: jsonb("attempts").notNull().default([]),
    attemptCount: integer("attempt_count").notNull().default(0),
    heldReason: text("held_reason"),
    calledAt: instant("called_at"),
    appliedAt: instant("applied_at"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ name: "reward_deliveries_pkey", columns: [t.companyId, t.id] }),
    foreignKey({
      name: "reward_deliveries_of_known_redemption",
      columns: [t.companyId, t.redemptionId],
      foreignColumns: [rewardRedemptions.companyId, rewardRedemptions.id],
    }),
    oneOf("reward_deliveries_known_state", t.state, deliveryStates),
    oneOf("reward_deliveries_known_direction", t.direction, deliveryDirections),
    oneOf("reward_deliveries_known_type", t.rewardType, rewardTypes),
    unique("reward_deliveries_once_per_direction").on(t.companyId, t.redemptionId, t.direction),
    uniqueIndex("reward_deliveries_one_in_flight_per_membership")
      .on(t.companyId, t.membershipId)
      .where(sql`${t.state} IN ('calling', 'unknown') AND ${t.membershipId} IS NOT NULL`),
    index("reward_deliveries_by_state").on(t.companyId, t.state),
  ],
);
