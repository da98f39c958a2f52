/** Closed sets: one constant list each, feeding CHECK constraints, types and validation. */
export const clickClasses = ["human", "bot", "preview", "prefetch", "duplicate", "self", "test"] as const;
export type ClickClass = (typeof clickClasses)[number];

export const deviceKinds = ["mobile", "tablet", "desktop", "other"] as const;
export type DeviceKind = (typeof deviceKinds)[number];

export const referralStatuses = ["pending", "converted", "activated", "cancelled"] as const;
export type ReferralStatus = (typeof referralStatuses)[number];

/** `clear`: nothing found; `held`: waits for the owner; the other two are the owner's decision. */
export const reviewStates = ["clear", "held", "released", "rejected"] as const;
export type ReviewState = (typeof reviewStates)[number];

/** Strongest first: the order is the evidence ladder. */
export const evidenceKinds = ["checkout_metadata", "checkout_configuration", "promo_code", "claim"] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];

export const decisionOutcomes = ["credited", "pending", "refused", "no_evidence", "reversed"] as const;
export type DecisionOutcome = (typeof decisionOutcomes)[number];

export const touchModels = ["first", "last"] as const;
export type TouchModel = (typeof touchModels)[number];

export const conversionTypes = [
  "subscription",
  "one_time_purchase",
  "event_ticket",
  "service_booking",
  "marketplace_order",
  "donation",
  "trial",
  "free",
] as const;
export type ConversionType = (typeof conversionTypes)[number];

export const referralActions = [
  "link_created",
  "link_updated",
  "share_tapped",
  "signed_up",
  "converted",
  "activated",
  "cancelled",
  "held",
  "released",
  "rejected",
  "reward_earned",
  "reward_granted",
  "reward_cancelled",
] as const;
export type ReferralAction = (typeof referralActions)[number];

export const campaignStatuses = ["draft", "scheduled", "active", "settling", "ended", "archived"] as const;
export type CampaignStatus = (typeof campaignStatuses)[number];

/** Which limit ended a campaign's counting before its end. */
export const campaignLimits = ["budget", "total"] as const;
export type CampaignLimit = (typeof campaignLimits)[number];

/** What points are given for; `bonus` is a step, such as the 5th that counted. */
export const pointEvents = ["joined", "paid", "activated", "bonus"] as const;
export type PointEvent = (typeof pointEvents)[number];

/** `provisional` until its hold is over; `over_limit` and `void` are worth nothing, and its reason says why. */
export const pointStatuses = ["provisional", "counted", "over_limit", "void"] as const;
export type PointStatus = (typeof pointStatuses)[number];

export const prizeKinds = ["rank", "threshold", "raffle"] as const;
export type PrizeKind = (typeof prizeKinds)[number];

export const rewardTypes = [
  "discount",
  "free_days",
  "product_unlock",
  /** Access to a product that is an event. */
  "free_event",
  "points",
  "credits",
  /** Money, through the ledger and the next payout. */
  "cash",
  "custom",
] as const;
export type RewardType = (typeof rewardTypes)[number];

export const rewardSides = ["referrer", "referee", "both"] as const;
export type RewardSide = (typeof rewardSides)[number];

/** On whose side a member was when they earned it. */
export const redemptionSides = ["referrer", "referee"] as const;
export type RedemptionSide = (typeof redemptionSides)[number];

export const rewardTriggers = [
  /** Once, at the threshold. */
  "milestone",
  /** Every time as many more count as the threshold says. */
  "every_nth",
  "first",
  "per_conversion",
  "per_activation",
  /** Given as a campaign's prize, by nothing else. */
  "campaign_prize",
  /** A streak of as many days as the threshold says. */
  "streak",
  /** Given by the team. */
  "manual",
  /** Bought in the points shop. */
  "purchase",
] as const;
export type RewardTrigger = (typeof rewardTriggers)[number];

/** What happens to a delivered reward when refunds take the count back under its threshold. */
export const reversalPolicies = ["keep", "reverse"] as const;
export type ReversalPolicy = (typeof reversalPolicies)[number];

export const redemptionStatuses = [
  "pending",
  "approved",
  "granted",
  "claimed",
  "failed",
  "expired",
  "cancelled",
  "held",
] as const;
export type RedemptionStatus = (typeof redemptionStatuses)[number];

export const deliveryStates = ["queued", "calling", "applied", "unknown", "held", "reversed"] as const;
export type DeliveryState = (typeof deliveryStates)[number];

export const deliveryDirections = ["grant", "reverse"] as const;
export type DeliveryDirection = (typeof deliveryDirections)[number];

export const fraudCheckTypes = [
  "self_referral",
  "email_duplicate",
  "payment_duplicate",
  "device_duplicate",
  "disposable_email",
  "velocity_limit",
  "ip_duplicate",
  "privacy_relay",
] as const;
export type FraudCheckType = (typeof fraudCheckTypes)[number];

export const fraudCaseStatuses = ["open", "released", "rejected"] as const;
export type FraudCaseStatus = (typeof fraudCaseStatuses)[number];

/** `rejected` also where the team took its approval back. */
export const claimStatuses = ["open", "approved", "rejected", "withdrawn"] as const;
export type ClaimStatus = (typeof claimStatuses)[number];

export const webhookStates = [
  "received",
  "processed",
  "ignored",
  "parked",
  "refused",
  "poison",
  "dead",
] as const;
export type WebhookState = (typeof webhookStates)[number];

export const jobLogStates = ["running", "completed", "failed", "dead", "replayed"] as const;
export type JobLogState = (typeof jobLogStates)[number];

export const companyStatuses = ["active", "uninstalled"] as const;
export type CompanyStatus = (typeof companyStatuses)[number];

/** A season is a quarter of the calendar. */
export const statsPeriods = ["day", "week", "month", "season", "all"] as const;
export type StatsPeriod = (typeof statsPeriods)[number];

/** Debits are negative: what the community owes or gave stands against what it cost. */
export const ledgerAccountKinds = [
  /** What commissions cost the community. */
  "commission_expense",
  /** Earned, on hold until its date. */
  "commission_pending",
  /** Earned, held by a case, a dispute or an unreadable amount. */
  "commission_held",
  /** Owed; negative after a reversal of what was paid. */
  "commission_payable",
  /** Taken out of what is owed for a payout whose end is not known yet. */
  "payout_in_transit",
  "payout_paid",
  /** What rewards in money cost the community. */
  "reward_expense",
  "points_issued",
  "points",
  "points_spent",
  "credits_issued",
  "credits",
  "credits_spent",
] as const;
export type LedgerAccountKind = (typeof ledgerAccountKinds)[number];

/** `points`: a line of a campaign's points; `redemption`: a reward paid into the books; `purchase`: points spent on one. */
export const ledgerSources = ["commission", "payout_item", "points", "redemption", "purchase"] as const;
export type LedgerSource = (typeof ledgerSources)[number];

export const affiliateStatuses = ["applied", "active", "suspended", "declined"] as const;
export type AffiliateStatus = (typeof affiliateStatuses)[number];

/** A `payee` is no affiliate: a member who is paid rewards in money, by the same payouts. */
export const payeeStatuses = [...affiliateStatuses, "payee"] as const;

/** Whether members may ask to become affiliates, and whether the team looks at it first. */
export const applicationPolicies = ["closed", "review", "automatic"] as const;
export type ApplicationPolicy = (typeof applicationPolicies)[number];

/** `reversed` is nothing left of it; `refused` never earned, and its workings say why. */
export const commissionStatuses = ["pending", "held", "approved", "paid", "reversed", "refused"] as const;
export type CommissionStatus = (typeof commissionStatuses)[number];

export const commissionHolds = ["case", "dispute", "amount"] as const;
export type CommissionHold = (typeof commissionHolds)[number];

export const payoutStatuses = [
  "draft",
  "approved",
  "processing",
  "paid",
  "partly",
  "failed",
  "cancelled",
] as const;
export type PayoutStatus = (typeof payoutStatuses)[number];

/** `transfer` through Whop; `csv` is paid elsewhere and marked by hand. */
export const payoutMethods = ["transfer", "csv"] as const;
export type PayoutMethod = (typeof payoutMethods)[number];

export const payoutItemStatuses = [
  "included",
  "excluded",
  /** Below the minimum, or nothing left of it: stays owed. */
  "carried",
  "queued",
  "calling",
  "unknown",
  "paid",
  "failed",
  "held",
] as const;
export type PayoutItemStatus = (typeof payoutItemStatuses)[number];

export const vouchKinds = ["primary", "secondary", "community"] as const;
export type VouchKind = (typeof vouchKinds)[number];

/** How a member is shown to others on a board. */
export const visibilities = ["name", "first_name", "alias", "hidden"] as const;
export type Visibility = (typeof visibilities)[number];

export const memberNotificationKinds = [
  "joined",
  "counted",
  "reward_ready",
  "reward_expiring",
  "overtaken",
  "campaign_starting",
  "campaign_ending",
  "prize_won",
  "claim_decided",
] as const;
export type MemberNotificationKind = (typeof memberNotificationKinds)[number];

export const teamNotificationKinds = [
  "decision_needed",
  "budget_low",
  "pool_low",
  "webhooks_silent",
] as const;
export type TeamNotificationKind = (typeof teamNotificationKinds)[number];

export const notificationKinds = [...memberNotificationKinds, ...teamNotificationKinds] as const;
export type NotificationKind = (typeof notificationKinds)[number];

/** `unknown`: Whop's answer is not known, and it is never sent anew under another key; `skipped`: switched off or out of date. */
export const notificationStates = ["waiting", "calling", "sent", "unknown", "skipped", "failed"] as const;
export type NotificationState = (typeof notificationStates)[number];

export const exportStates = ["running", "done", "failed", "cancelled"] as const;
export type ExportState = (typeof exportStates)[number];

export const factTypes = ["membership", "payment", "refund", "dispute"] as const;
export type FactType = (typeof factTypes)[number];

export const reconciliationCauses = ["schedule", "owner", "backfill"] as const;
export type ReconciliationCause = (typeof reconciliationCauses)[number];

export const reconciliationStates = ["running", "done", "failed", "cancelled"] as const;
export type ReconciliationState = (typeof reconciliationStates)[number];

export const repairKinds = ["missing", "outdated"] as const;
export type RepairKind = (typeof repairKinds)[number];

/** The lists of the dashboard whose filters can be kept under a name. */
export const savedViewPages = ["referrals", "affiliates", "ledger"] as const;
export type SavedViewPage = (typeof savedViewPages)[number];
