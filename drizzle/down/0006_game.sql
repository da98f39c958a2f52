-- Rows of kinds that the earlier version does not know refuse the way back: end them first.
ALTER TABLE "affiliates" DROP CONSTRAINT "affiliates_known_status";
ALTER TABLE "affiliates" ADD CONSTRAINT "affiliates_known_status" CHECK ("affiliates"."status" IN ('applied', 'active', 'suspended', 'declined'));
DROP TABLE "reward_payout_parts";
DROP TABLE "reward_payables";
ALTER TABLE "rewards" DROP CONSTRAINT "rewards_of_known_campaign";
ALTER TABLE "reward_redemptions" DROP CONSTRAINT "reward_redemptions_once_per_milestone";
ALTER TABLE "referral_analytics" DROP CONSTRAINT "referral_analytics_known_action";
ALTER TABLE "campaigns" DROP CONSTRAINT "campaigns_known_limit";
ALTER TABLE "campaigns" DROP CONSTRAINT "campaigns_settle_after_end";
ALTER TABLE "campaigns" DROP CONSTRAINT "campaigns_budget_in_a_currency";
ALTER TABLE "campaigns" DROP CONSTRAINT "campaigns_never_more_than_budget";
ALTER TABLE "ledger_accounts" DROP CONSTRAINT "ledger_accounts_known_kind";
ALTER TABLE "ledger_entries" DROP CONSTRAINT "ledger_entries_known_source";
ALTER TABLE "reward_deliveries" DROP CONSTRAINT "reward_deliveries_known_type";
ALTER TABLE "reward_redemptions" DROP CONSTRAINT "reward_redemptions_known_side";
ALTER TABLE "rewards" DROP CONSTRAINT "rewards_priced_when_sold";
ALTER TABLE "rewards" DROP CONSTRAINT "rewards_positive_price";
ALTER TABLE "rewards" DROP CONSTRAINT "rewards_cost_in_a_currency";
ALTER TABLE "rewards" DROP CONSTRAINT "rewards_budget_needs_cost";
ALTER TABLE "rewards" DROP CONSTRAINT "rewards_never_more_than_budget";
ALTER TABLE "rewards" DROP CONSTRAINT "rewards_known_side";
ALTER TABLE "rewards" DROP CONSTRAINT "rewards_known_trigger";
ALTER TABLE "rewards" DROP CONSTRAINT "rewards_known_type";
ALTER TABLE "member_stats" DROP CONSTRAINT "member_stats_known_period";
DROP INDEX "campaigns_by_time";
DROP INDEX "reward_redemptions_by_referral";
DROP TABLE
  reward_codes,
  export_parts,
  exports,
  member_badges,
  badges,
  campaign_participants,
  campaign_points,
  campaign_prizes,
  campaign_score_counts,
  campaign_standings,
  campaign_versions,
  member_preferences,
  notifications,
  score_counts_before,
  stats_comparisons,
  trust_scores,
  vouch_configs,
  vouches;
ALTER TABLE campaigns
  DROP COLUMN settles_at,
  DROP COLUMN time_zone,
  DROP COLUMN paused_at,
  DROP COLUMN template,
  DROP COLUMN version,
  DROP COLUMN audience,
  DROP COLUMN limits,
  DROP COLUMN budget_minor,
  DROP COLUMN budget_currency,
  DROP COLUMN budget_used_minor,
  DROP COLUMN stacks,
  DROP COLUMN priority,
  DROP COLUMN total_referrals,
  DROP COLUMN exhausted_at,
  DROP COLUMN exhausted_by,
  DROP COLUMN raffle_seed,
  DROP COLUMN raffle_seed_hash,
  DROP COLUMN frozen_at,
  DROP COLUMN archived_at,
  DROP COLUMN created_by;
ALTER TABLE attribution_rules
  DROP COLUMN activation;
ALTER TABLE users
  DROP COLUMN is_team,
  DROP COLUMN profile_completed_at;
ALTER TABLE "memberships"
  DROP COLUMN states;
ALTER TABLE referrals
  DROP COLUMN activated_at,
  DROP COLUMN activated_by,
  DROP COLUMN activation_due_at;
ALTER TABLE reward_redemptions
  DROP COLUMN side,
  DROP COLUMN subject,
  DROP COLUMN referral_id,
  DROP COLUMN campaign_id,
  DROP COLUMN given_by;
ALTER TABLE rewards
  DROP COLUMN requires_activation,
  DROP COLUMN campaign_id,
  DROP COLUMN price_points,
  DROP COLUMN max_per_member,
  DROP COLUMN cost_minor,
  DROP COLUMN cost_currency,
  DROP COLUMN budget_minor,
  DROP COLUMN budget_taken_minor,
  DROP COLUMN warn_below,
  DROP COLUMN checkout_code;
ALTER TABLE member_stats
  DROP COLUMN streak_missed_on,
  DROP COLUMN streak_best,
  DROP COLUMN score_before,
  DROP COLUMN score_day;
ALTER TABLE "reward_redemptions" ADD CONSTRAINT "reward_redemptions_once_per_milestone" UNIQUE("company_id","reward_id","user_id","occurrence");
ALTER TABLE "referral_analytics" ADD CONSTRAINT "referral_analytics_known_action" CHECK ("action" IN ('link_created', 'link_updated', 'share_tapped', 'signed_up', 'converted', 'cancelled', 'held', 'released', 'rejected', 'reward_earned', 'reward_granted', 'reward_cancelled'));
ALTER TABLE "ledger_accounts" ADD CONSTRAINT "ledger_accounts_known_kind" CHECK ("ledger_accounts"."kind" IN ('commission_expense', 'commission_pending', 'commission_held', 'commission_payable', 'payout_in_transit', 'payout_paid', 'points_issued', 'points', 'credits_issued', 'credits'));
ALTER TABLE "ledger_entries" ADD CONSTRAINT "ledger_entries_known_source" CHECK ("ledger_entries"."source_type" IN ('commission', 'payout_item', 'points', 'credits'));
ALTER TABLE "reward_deliveries" ADD CONSTRAINT "reward_deliveries_known_type" CHECK ("reward_deliveries"."reward_type" IN ('discount', 'free_days', 'product_unlock', 'custom'));
ALTER TABLE "rewards" ADD CONSTRAINT "rewards_known_side" CHECK ("rewards"."side" IN ('referrer', 'referee'));
ALTER TABLE "rewards" ADD CONSTRAINT "rewards_known_trigger" CHECK ("rewards"."trigger" IN ('milestone'));
ALTER TABLE "rewards" ADD CONSTRAINT "rewards_known_type" CHECK ("rewards"."reward_type" IN ('discount', 'free_days', 'product_unlock', 'custom'));
ALTER TABLE "member_stats" ADD CONSTRAINT "member_stats_known_period" CHECK ("member_stats"."period" IN ('day', 'week', 'month', 'all'));
