CREATE TABLE "badges" (
	"company_id" text NOT NULL,
	"key" text NOT NULL,
	"name" text,
	"description" text,
	"rule" jsonb NOT NULL,
	"is_active" boolean DEFAULT true NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "badges_pkey" PRIMARY KEY("company_id","key")
);
--> statement-breakpoint
CREATE TABLE "member_badges" (
	"company_id" text NOT NULL,
	"user_id" uuid NOT NULL,
	"badge_key" text NOT NULL,
	"evidence" jsonb NOT NULL,
	"earned_at" timestamp with time zone NOT NULL,
	CONSTRAINT "member_badges_pkey" PRIMARY KEY("company_id","user_id","badge_key")
);
--> statement-breakpoint
CREATE TABLE "campaign_participants" (
	"company_id" text NOT NULL,
	"campaign_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"points" integer DEFAULT 0 NOT NULL,
	"points_provisional" integer DEFAULT 0 NOT NULL,
	"referrals" integer DEFAULT 0 NOT NULL,
	"score_reached_at" timestamp with time zone,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "campaign_participants_pkey" PRIMARY KEY("company_id","campaign_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "campaign_points" (
	"company_id" text NOT NULL,
	"id" uuid NOT NULL,
	"campaign_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"event" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"step" integer DEFAULT 0 NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"counts_at" timestamp with time zone NOT NULL,
	"points" integer NOT NULL,
	"cost_minor" bigint DEFAULT 0 NOT NULL,
	"status" text NOT NULL,
	"reason" text,
	"workings" jsonb NOT NULL,
	"version" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "campaign_points_pkey" PRIMARY KEY("company_id","id"),
	CONSTRAINT "campaign_points_once_per_event" UNIQUE("company_id","campaign_id","user_id","subject_id","event","step"),
	CONSTRAINT "campaign_points_known_event" CHECK ("campaign_points"."event" IN ('joined', 'paid', 'activated', 'bonus')),
	CONSTRAINT "campaign_points_known_status" CHECK ("campaign_points"."status" IN ('provisional', 'counted', 'over_limit', 'void')),
	CONSTRAINT "campaign_points_not_negative" CHECK ("campaign_points"."points" >= 0 AND "campaign_points"."cost_minor" >= 0)
);
--> statement-breakpoint
CREATE TABLE "campaign_prizes" (
	"company_id" text NOT NULL,
	"id" uuid NOT NULL,
	"campaign_id" uuid NOT NULL,
	"prize" integer NOT NULL,
	"kind" text NOT NULL,
	"user_id" uuid NOT NULL,
	"reward_id" uuid NOT NULL,
	"found" jsonb NOT NULL,
	"won_at" timestamp with time zone NOT NULL,
	CONSTRAINT "campaign_prizes_pkey" PRIMARY KEY("company_id","id"),
	CONSTRAINT "campaign_prizes_once_per_winner" UNIQUE("company_id","campaign_id","prize","user_id"),
	CONSTRAINT "campaign_prizes_known_kind" CHECK ("campaign_prizes"."kind" IN ('rank', 'threshold', 'raffle'))
);
--> statement-breakpoint
CREATE TABLE "campaign_score_counts" (
	"company_id" text NOT NULL,
	"campaign_id" uuid NOT NULL,
	"points" integer NOT NULL,
	"members" integer NOT NULL,
	CONSTRAINT "campaign_score_counts_pkey" PRIMARY KEY("company_id","campaign_id","points")
);
--> statement-breakpoint
CREATE TABLE "campaign_standings" (
	"company_id" text NOT NULL,
	"campaign_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"rank" integer NOT NULL,
	"points" integer NOT NULL,
	"referrals" integer NOT NULL,
	"score_reached_at" timestamp with time zone,
	"frozen_at" timestamp with time zone NOT NULL,
	CONSTRAINT "campaign_standings_pkey" PRIMARY KEY("company_id","campaign_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "campaign_versions" (
	"company_id" text NOT NULL,
	"campaign_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"terms" jsonb NOT NULL,
	"valid_from" timestamp with time zone NOT NULL,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "campaign_versions_pkey" PRIMARY KEY("company_id","campaign_id","version")
);
--> statement-breakpoint
CREATE TABLE "export_parts" (
	"company_id" text NOT NULL,
	"export_id" uuid NOT NULL,
	"part" integer NOT NULL,
	"body" text NOT NULL,
	CONSTRAINT "export_parts_pkey" PRIMARY KEY("company_id","export_id","part")
);
--> statement-breakpoint
CREATE TABLE "exports" (
	"company_id" text NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"filter" jsonb NOT NULL,
	"status" text DEFAULT 'running' NOT NULL,
	"requested_by" uuid NOT NULL,
	"done_rows" integer DEFAULT 0 NOT NULL,
	"total_rows" integer,
	"error" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone,
	"expires_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "exports_pkey" PRIMARY KEY("company_id","id"),
	CONSTRAINT "exports_known_status" CHECK ("exports"."status" IN ('running', 'done', 'failed', 'cancelled'))
);
--> statement-breakpoint
CREATE TABLE "member_preferences" (
	"company_id" text NOT NULL,
	"user_id" uuid NOT NULL,
	"visibility" text DEFAULT 'name' NOT NULL,
	"alias" text,
	"time_zone" text,
	"locale" text,
	"quiet_from" integer DEFAULT 22 NOT NULL,
	"quiet_until" integer DEFAULT 8 NOT NULL,
	"muted" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "member_preferences_pkey" PRIMARY KEY("company_id","user_id"),
	CONSTRAINT "member_preferences_known_visibility" CHECK ("member_preferences"."visibility" IN ('name', 'first_name', 'alias', 'hidden')),
	CONSTRAINT "member_preferences_alias_when_shown" CHECK ("member_preferences"."visibility" <> 'alias' OR "member_preferences"."alias" IS NOT NULL),
	CONSTRAINT "member_preferences_hours_of_a_day" CHECK ("member_preferences"."quiet_from" BETWEEN 0 AND 23 AND "member_preferences"."quiet_until" BETWEEN 0 AND 23)
);
--> statement-breakpoint
CREATE TABLE "notifications" (
	"company_id" text NOT NULL,
	"id" uuid NOT NULL,
	"recipient" text NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"values" jsonb NOT NULL,
	"rest_path" text NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"stale_at" timestamp with time zone NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"batch_id" uuid,
	"message" jsonb,
	"attempts" integer DEFAULT 0 NOT NULL,
	"reason" text,
	"called_at" timestamp with time zone,
	"sent_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "notifications_pkey" PRIMARY KEY("company_id","id"),
	CONSTRAINT "notifications_once_per_subject" UNIQUE("company_id","recipient","kind","subject"),
	CONSTRAINT "notifications_known_kind" CHECK ("notifications"."kind" IN ('joined', 'counted', 'reward_ready', 'reward_expiring', 'overtaken', 'campaign_starting', 'campaign_ending', 'prize_won', 'decision_needed', 'budget_low', 'pool_low', 'webhooks_silent')),
	CONSTRAINT "notifications_known_state" CHECK ("notifications"."state" IN ('waiting', 'calling', 'sent', 'unknown', 'skipped', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "reward_codes" (
	"company_id" text NOT NULL,
	"id" uuid NOT NULL,
	"reward_id" uuid NOT NULL,
	"code" text NOT NULL,
	"redemption_id" uuid,
	"taken_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "reward_codes_pkey" PRIMARY KEY("company_id","id"),
	CONSTRAINT "reward_codes_once" UNIQUE("company_id","reward_id","code"),
	CONSTRAINT "reward_codes_one_per_redemption" UNIQUE("company_id","redemption_id")
);
--> statement-breakpoint
CREATE TABLE "score_counts_before" (
	"company_id" text NOT NULL,
	"day" date NOT NULL,
	"period" text NOT NULL,
	"period_start" date NOT NULL,
	"score" integer NOT NULL,
	"members" integer NOT NULL,
	CONSTRAINT "score_counts_before_pkey" PRIMARY KEY("company_id","day","period","period_start","score")
);
--> statement-breakpoint
CREATE TABLE "stats_comparisons" (
	"company_id" text NOT NULL,
	"id" uuid NOT NULL,
	"compared_at" timestamp with time zone NOT NULL,
	"members" integer NOT NULL,
	"differences" integer NOT NULL,
	"details" jsonb DEFAULT '[]'::jsonb NOT NULL,
	CONSTRAINT "stats_comparisons_pkey" PRIMARY KEY("company_id","id")
);
--> statement-breakpoint
CREATE TABLE "trust_scores" (
	"company_id" text NOT NULL,
	"user_id" uuid NOT NULL,
	"score" integer NOT NULL,
	"parts" jsonb NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "trust_scores_pkey" PRIMARY KEY("company_id","user_id"),
	CONSTRAINT "trust_scores_within_bounds" CHECK ("trust_scores"."score" BETWEEN 0 AND 100)
);
--> statement-breakpoint
CREATE TABLE "vouch_configs" (
	"company_id" text NOT NULL,
	"primary_limit" integer DEFAULT 1 NOT NULL,
	"secondary_limit" integer DEFAULT 3 NOT NULL,
	"community_limit" integer DEFAULT 2 NOT NULL,
	"primary_weight" integer DEFAULT 30 NOT NULL,
	"secondary_weight" integer DEFAULT 30 NOT NULL,
	"community_weight" integer DEFAULT 40 NOT NULL,
	"cooldown_days" integer DEFAULT 7 NOT NULL,
	"reconnection_days" integer DEFAULT 30 NOT NULL,
	"auto_vouch_criteria" jsonb,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "vouch_configs_pkey" PRIMARY KEY("company_id"),
	CONSTRAINT "vouch_configs_weights_are_a_whole" CHECK ("vouch_configs"."primary_weight" + "vouch_configs"."secondary_weight" + "vouch_configs"."community_weight" = 100 AND least("vouch_configs"."primary_weight", "vouch_configs"."secondary_weight", "vouch_configs"."community_weight") >= 0),
	CONSTRAINT "vouch_configs_not_negative" CHECK (least("vouch_configs"."primary_limit", "vouch_configs"."secondary_limit", "vouch_configs"."community_limit", "vouch_configs"."cooldown_days", "vouch_configs"."reconnection_days") >= 0)
);
--> statement-breakpoint
CREATE TABLE "vouches" (
	"company_id" text NOT NULL,
	"id" uuid NOT NULL,
	"voucher_id" uuid,
	"user_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"is_community_vouch" boolean DEFAULT false NOT NULL,
	"is_auto_vouched" boolean DEFAULT false NOT NULL,
	"auto_vouch_criteria" jsonb,
	"trust_impact" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"withdrawn_at" timestamp with time zone,
	CONSTRAINT "vouches_pkey" PRIMARY KEY("company_id","id"),
	CONSTRAINT "vouches_known_kind" CHECK ("vouches"."kind" IN ('primary', 'secondary', 'community')),
	CONSTRAINT "vouches_for_somebody_else" CHECK ("vouches"."voucher_id" IS NULL OR "vouches"."voucher_id" <> "vouches"."user_id")
);
--> statement-breakpoint
ALTER TABLE "reward_redemptions" DROP CONSTRAINT "reward_redemptions_once_per_milestone";--> statement-breakpoint
ALTER TABLE "referral_analytics" DROP CONSTRAINT "referral_analytics_known_action";--> statement-breakpoint
ALTER TABLE "ledger_accounts" DROP CONSTRAINT "ledger_accounts_known_kind";--> statement-breakpoint
ALTER TABLE "ledger_entries" DROP CONSTRAINT "ledger_entries_known_source";--> statement-breakpoint
ALTER TABLE "reward_deliveries" DROP CONSTRAINT "reward_deliveries_known_type";--> statement-breakpoint
ALTER TABLE "rewards" DROP CONSTRAINT "rewards_known_side";--> statement-breakpoint
ALTER TABLE "rewards" DROP CONSTRAINT "rewards_known_trigger";--> statement-breakpoint
ALTER TABLE "rewards" DROP CONSTRAINT "rewards_known_type";--> statement-breakpoint
ALTER TABLE "member_stats" DROP CONSTRAINT "member_stats_known_period";--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "settles_at" timestamp with time zone;--> statement-breakpoint
UPDATE "campaigns" SET "settles_at" = "end_date";--> statement-breakpoint
ALTER TABLE "campaigns" ALTER COLUMN "settles_at" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "time_zone" text DEFAULT 'UTC' NOT NULL;--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "paused_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "template" text;--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "version" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "audience" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "limits" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "budget_minor" bigint;--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "budget_currency" char(3);--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "budget_used_minor" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "stacks" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "priority" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "total_referrals" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "exhausted_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "exhausted_by" text;--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "raffle_seed" text;--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "raffle_seed_hash" text;--> statement-breakpoint
UPDATE "campaigns" SET "raffle_seed" = replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');--> statement-breakpoint
UPDATE "campaigns" SET "raffle_seed_hash" = encode(sha256("raffle_seed"::bytea), 'hex');--> statement-breakpoint
ALTER TABLE "campaigns" ALTER COLUMN "raffle_seed" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "campaigns" ALTER COLUMN "raffle_seed_hash" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "frozen_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "archived_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "created_by" uuid;--> statement-breakpoint
ALTER TABLE "attribution_rules" ADD COLUMN "activation" jsonb;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "is_team" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "profile_completed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "memberships" ADD COLUMN "states" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "referrals" ADD COLUMN "activated_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "referrals" ADD COLUMN "activated_by" text;--> statement-breakpoint
ALTER TABLE "referrals" ADD COLUMN "activation_due_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "reward_redemptions" ADD COLUMN "side" text DEFAULT 'referrer' NOT NULL;--> statement-breakpoint
ALTER TABLE "reward_redemptions" ADD COLUMN "subject" text DEFAULT 'milestone' NOT NULL;--> statement-breakpoint
ALTER TABLE "reward_redemptions" ADD COLUMN "referral_id" uuid;--> statement-breakpoint
ALTER TABLE "reward_redemptions" ADD COLUMN "campaign_id" uuid;--> statement-breakpoint
ALTER TABLE "reward_redemptions" ADD COLUMN "given_by" uuid;--> statement-breakpoint
ALTER TABLE "rewards" ADD COLUMN "requires_activation" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "rewards" ADD COLUMN "campaign_id" uuid;--> statement-breakpoint
ALTER TABLE "rewards" ADD COLUMN "price_points" integer;--> statement-breakpoint
ALTER TABLE "rewards" ADD COLUMN "max_per_member" integer;--> statement-breakpoint
ALTER TABLE "rewards" ADD COLUMN "cost_minor" bigint;--> statement-breakpoint
ALTER TABLE "rewards" ADD COLUMN "cost_currency" char(3);--> statement-breakpoint
ALTER TABLE "rewards" ADD COLUMN "budget_minor" bigint;--> statement-breakpoint
ALTER TABLE "rewards" ADD COLUMN "budget_taken_minor" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "rewards" ADD COLUMN "warn_below" integer;--> statement-breakpoint
ALTER TABLE "rewards" ADD COLUMN "checkout_code" jsonb;--> statement-breakpoint
ALTER TABLE "member_stats" ADD COLUMN "streak_missed_on" date;--> statement-breakpoint
ALTER TABLE "member_stats" ADD COLUMN "streak_best" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "member_stats" ADD COLUMN "score_before" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "member_stats" ADD COLUMN "score_day" date;--> statement-breakpoint
ALTER TABLE "member_badges" ADD CONSTRAINT "member_badges_of_known_member" FOREIGN KEY ("company_id","user_id") REFERENCES "public"."users"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "member_badges" ADD CONSTRAINT "member_badges_of_known_badge" FOREIGN KEY ("company_id","badge_key") REFERENCES "public"."badges"("company_id","key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaign_participants" ADD CONSTRAINT "campaign_participants_in_known_campaign" FOREIGN KEY ("company_id","campaign_id") REFERENCES "public"."campaigns"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaign_points" ADD CONSTRAINT "campaign_points_in_known_campaign" FOREIGN KEY ("company_id","campaign_id") REFERENCES "public"."campaigns"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaign_points" ADD CONSTRAINT "campaign_points_of_known_member" FOREIGN KEY ("company_id","user_id") REFERENCES "public"."users"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaign_prizes" ADD CONSTRAINT "campaign_prizes_of_known_campaign" FOREIGN KEY ("company_id","campaign_id") REFERENCES "public"."campaigns"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaign_prizes" ADD CONSTRAINT "campaign_prizes_to_known_member" FOREIGN KEY ("company_id","user_id") REFERENCES "public"."users"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaign_standings" ADD CONSTRAINT "campaign_standings_of_known_campaign" FOREIGN KEY ("company_id","campaign_id") REFERENCES "public"."campaigns"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaign_versions" ADD CONSTRAINT "campaign_versions_of_known_campaign" FOREIGN KEY ("company_id","campaign_id") REFERENCES "public"."campaigns"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "export_parts" ADD CONSTRAINT "export_parts_of_known_export" FOREIGN KEY ("company_id","export_id") REFERENCES "public"."exports"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "member_preferences" ADD CONSTRAINT "member_preferences_of_known_member" FOREIGN KEY ("company_id","user_id") REFERENCES "public"."users"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reward_codes" ADD CONSTRAINT "reward_codes_of_known_reward" FOREIGN KEY ("company_id","reward_id") REFERENCES "public"."rewards"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reward_codes" ADD CONSTRAINT "reward_codes_for_known_redemption" FOREIGN KEY ("company_id","redemption_id") REFERENCES "public"."reward_redemptions"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trust_scores" ADD CONSTRAINT "trust_scores_of_known_member" FOREIGN KEY ("company_id","user_id") REFERENCES "public"."users"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "vouches" ADD CONSTRAINT "vouches_by_known_member" FOREIGN KEY ("company_id","voucher_id") REFERENCES "public"."users"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "vouches" ADD CONSTRAINT "vouches_for_known_member" FOREIGN KEY ("company_id","user_id") REFERENCES "public"."users"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "member_badges_by_badge" ON "member_badges" USING btree ("company_id","badge_key","earned_at");--> statement-breakpoint
CREATE INDEX "campaign_participants_board" ON "campaign_participants" USING btree ("company_id","campaign_id","points" DESC NULLS FIRST,"score_reached_at");--> statement-breakpoint
CREATE INDEX "campaign_participants_by_user" ON "campaign_participants" USING btree ("company_id","user_id");--> statement-breakpoint
CREATE INDEX "campaign_points_by_time" ON "campaign_points" USING btree ("company_id","campaign_id","occurred_at","id");--> statement-breakpoint
CREATE INDEX "campaign_points_by_subject" ON "campaign_points" USING btree ("company_id","subject_id");--> statement-breakpoint
CREATE INDEX "campaign_standings_by_rank" ON "campaign_standings" USING btree ("company_id","campaign_id","rank");--> statement-breakpoint
CREATE INDEX "exports_by_time" ON "exports" USING btree ("company_id","created_at");--> statement-breakpoint
CREATE INDEX "exports_by_expiry" ON "exports" USING btree ("company_id","expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "member_preferences_one_alias" ON "member_preferences" USING btree ("company_id",lower("alias"));--> statement-breakpoint
CREATE INDEX "notifications_waiting" ON "notifications" USING btree ("company_id","due_at") WHERE "notifications"."state" IN ('waiting', 'calling');--> statement-breakpoint
CREATE INDEX "notifications_by_recipient" ON "notifications" USING btree ("company_id","recipient","created_at");--> statement-breakpoint
CREATE INDEX "notifications_by_batch" ON "notifications" USING btree ("company_id","batch_id");--> statement-breakpoint
CREATE INDEX "reward_codes_left" ON "reward_codes" USING btree ("company_id","reward_id","id") WHERE "reward_codes"."redemption_id" IS NULL;--> statement-breakpoint
CREATE INDEX "stats_comparisons_by_time" ON "stats_comparisons" USING btree ("company_id","compared_at");--> statement-breakpoint
CREATE INDEX "trust_scores_by_score" ON "trust_scores" USING btree ("company_id","score");--> statement-breakpoint
CREATE UNIQUE INDEX "vouches_once_per_pair" ON "vouches" USING btree ("company_id","voucher_id","user_id") WHERE "vouches"."withdrawn_at" IS NULL AND "vouches"."voucher_id" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "vouches_for_member" ON "vouches" USING btree ("company_id","user_id");--> statement-breakpoint
CREATE INDEX "vouches_by_member" ON "vouches" USING btree ("company_id","voucher_id","created_at");--> statement-breakpoint
ALTER TABLE "rewards" ADD CONSTRAINT "rewards_of_known_campaign" FOREIGN KEY ("company_id","campaign_id") REFERENCES "public"."campaigns"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "campaigns_by_time" ON "campaigns" USING btree ("company_id","start_date","id");--> statement-breakpoint
CREATE INDEX "reward_redemptions_by_referral" ON "reward_redemptions" USING btree ("company_id","referral_id");--> statement-breakpoint
ALTER TABLE "reward_redemptions" ADD CONSTRAINT "reward_redemptions_once_per_milestone" UNIQUE("company_id","reward_id","user_id","side","subject","occurrence");--> statement-breakpoint
ALTER TABLE "referral_analytics" ADD CONSTRAINT "referral_analytics_known_action" CHECK ("action" IN ('link_created', 'link_updated', 'share_tapped', 'signed_up', 'converted', 'activated', 'cancelled', 'held', 'released', 'rejected', 'reward_earned', 'reward_granted', 'reward_cancelled'));--> statement-breakpoint
ALTER TABLE "campaigns" ADD CONSTRAINT "campaigns_known_limit" CHECK ("campaigns"."exhausted_by" IN ('budget', 'total'));--> statement-breakpoint
ALTER TABLE "campaigns" ADD CONSTRAINT "campaigns_settle_after_end" CHECK ("campaigns"."settles_at" >= "campaigns"."end_date");--> statement-breakpoint
ALTER TABLE "campaigns" ADD CONSTRAINT "campaigns_budget_in_a_currency" CHECK (("campaigns"."budget_minor" IS NULL) = ("campaigns"."budget_currency" IS NULL));--> statement-breakpoint
ALTER TABLE "campaigns" ADD CONSTRAINT "campaigns_never_more_than_budget" CHECK ("campaigns"."budget_minor" IS NULL OR "campaigns"."budget_used_minor" <= "campaigns"."budget_minor");--> statement-breakpoint
ALTER TABLE "ledger_accounts" ADD CONSTRAINT "ledger_accounts_known_kind" CHECK ("ledger_accounts"."kind" IN ('commission_expense', 'commission_pending', 'commission_held', 'commission_payable', 'payout_in_transit', 'payout_paid', 'reward_expense', 'points_issued', 'points', 'points_spent', 'credits_issued', 'credits', 'credits_spent'));--> statement-breakpoint
ALTER TABLE "ledger_entries" ADD CONSTRAINT "ledger_entries_known_source" CHECK ("ledger_entries"."source_type" IN ('commission', 'payout_item', 'points', 'redemption', 'purchase'));--> statement-breakpoint
ALTER TABLE "reward_deliveries" ADD CONSTRAINT "reward_deliveries_known_type" CHECK ("reward_deliveries"."reward_type" IN ('discount', 'free_days', 'product_unlock', 'free_event', 'points', 'credits', 'cash', 'custom'));--> statement-breakpoint
ALTER TABLE "reward_redemptions" ADD CONSTRAINT "reward_redemptions_known_side" CHECK ("reward_redemptions"."side" IN ('referrer', 'referee'));--> statement-breakpoint
ALTER TABLE "rewards" ADD CONSTRAINT "rewards_priced_when_sold" CHECK (("rewards"."trigger" = 'purchase') = ("rewards"."price_points" IS NOT NULL));--> statement-breakpoint
ALTER TABLE "rewards" ADD CONSTRAINT "rewards_positive_price" CHECK ("rewards"."price_points" > 0);--> statement-breakpoint
ALTER TABLE "rewards" ADD CONSTRAINT "rewards_cost_in_a_currency" CHECK (("rewards"."cost_minor" IS NULL) = ("rewards"."cost_currency" IS NULL));--> statement-breakpoint
ALTER TABLE "rewards" ADD CONSTRAINT "rewards_budget_needs_cost" CHECK ("rewards"."budget_minor" IS NULL OR "rewards"."cost_minor" IS NOT NULL);--> statement-breakpoint
ALTER TABLE "rewards" ADD CONSTRAINT "rewards_never_more_than_budget" CHECK ("rewards"."budget_minor" IS NULL OR "rewards"."budget_taken_minor" <= "rewards"."budget_minor");--> statement-breakpoint
ALTER TABLE "rewards" ADD CONSTRAINT "rewards_known_side" CHECK ("rewards"."side" IN ('referrer', 'referee', 'both'));--> statement-breakpoint
ALTER TABLE "rewards" ADD CONSTRAINT "rewards_known_trigger" CHECK ("rewards"."trigger" IN ('milestone', 'every_nth', 'first', 'per_conversion', 'per_activation', 'campaign_prize', 'streak', 'manual', 'purchase'));--> statement-breakpoint
ALTER TABLE "rewards" ADD CONSTRAINT "rewards_known_type" CHECK ("rewards"."reward_type" IN ('discount', 'free_days', 'product_unlock', 'free_event', 'points', 'credits', 'cash', 'custom'));--> statement-breakpoint
ALTER TABLE "member_stats" ADD CONSTRAINT "member_stats_known_period" CHECK ("member_stats"."period" IN ('day', 'week', 'month', 'season', 'all'));--> statement-breakpoint
CREATE TABLE "reward_payables" (
	"company_id" text NOT NULL,
	"redemption_id" uuid NOT NULL,
	"affiliate_id" uuid NOT NULL,
	"currency" char(3) NOT NULL,
	"amount_minor" bigint NOT NULL,
	"paid_minor" bigint DEFAULT 0 NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "reward_payables_pkey" PRIMARY KEY("company_id","redemption_id")
);
--> statement-breakpoint
CREATE TABLE "reward_payout_parts" (
	"company_id" text NOT NULL,
	"item_id" uuid NOT NULL,
	"redemption_id" uuid NOT NULL,
	"amount_minor" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "reward_payout_parts_pkey" PRIMARY KEY("company_id","item_id","redemption_id")
);
--> statement-breakpoint
ALTER TABLE "affiliates" DROP CONSTRAINT "affiliates_known_status";--> statement-breakpoint
ALTER TABLE "reward_payables" ADD CONSTRAINT "reward_payables_of_known_redemption" FOREIGN KEY ("company_id","redemption_id") REFERENCES "public"."reward_redemptions"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reward_payables" ADD CONSTRAINT "reward_payables_to_known_payee" FOREIGN KEY ("company_id","affiliate_id") REFERENCES "public"."affiliates"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reward_payout_parts" ADD CONSTRAINT "reward_payout_parts_of_known_item" FOREIGN KEY ("company_id","item_id") REFERENCES "public"."affiliate_payout_items"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reward_payout_parts" ADD CONSTRAINT "reward_payout_parts_of_known_payable" FOREIGN KEY ("company_id","redemption_id") REFERENCES "public"."reward_payables"("company_id","redemption_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "reward_payables_unpaid" ON "reward_payables" USING btree ("company_id","affiliate_id","currency") WHERE "reward_payables"."amount_minor" <> "reward_payables"."paid_minor";--> statement-breakpoint
CREATE INDEX "reward_payout_parts_by_redemption" ON "reward_payout_parts" USING btree ("company_id","redemption_id");--> statement-breakpoint
ALTER TABLE "affiliates" ADD CONSTRAINT "affiliates_known_status" CHECK ("affiliates"."status" IN ('applied', 'active', 'suspended', 'declined', 'payee'));
