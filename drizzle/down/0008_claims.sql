-- News of kinds that the earlier version does not know refuse the way back: end them first.
ALTER TABLE "notifications" DROP CONSTRAINT "notifications_known_kind";
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_known_kind" CHECK ("notifications"."kind" IN ('joined', 'counted', 'reward_ready', 'reward_expiring', 'overtaken', 'campaign_starting', 'campaign_ending', 'prize_won', 'decision_needed', 'budget_low', 'pool_low', 'webhooks_silent'));
REVOKE EXECUTE ON FUNCTION without_words(text, text[], text[], text) FROM referly_app;
DROP TABLE referral_claims;
