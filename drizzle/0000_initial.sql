CREATE TABLE "referral_analytics" (
	"company_id" text NOT NULL,
	"id" uuid NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"action" text NOT NULL,
	"user_id" uuid,
	"referral_code_id" uuid,
	"referral_id" uuid,
	"metadata" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "referral_analytics_pkey" PRIMARY KEY("company_id","occurred_at","id"),
	CONSTRAINT "referral_analytics_known_action" CHECK ("referral_analytics"."action" IN ('link_created', 'link_updated', 'share_tapped', 'signed_up', 'converted', 'cancelled', 'held', 'released', 'rejected', 'reward_earned', 'reward_granted', 'reward_cancelled'))
) PARTITION BY RANGE ("occurred_at");
--> statement-breakpoint
CREATE TABLE "viral_metrics" (
	"company_id" text NOT NULL,
	"metric_date" date NOT NULL,
	"window_days" integer NOT NULL,
	"cohort_members" integer NOT NULL,
	"invitations" integer NOT NULL,
	"referred_members" integer NOT NULL,
	"net_referred_members" integer NOT NULL,
	"referred_squares" bigint NOT NULL,
	"net_referred_squares" bigint NOT NULL,
	"viral_coefficient" numeric(12, 6),
	"net_viral_coefficient" numeric(12, 6),
	"cycle_time_days" numeric(10, 3),
	"cycle_times" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "viral_metrics_pkey" PRIMARY KEY("company_id","metric_date")
);
--> statement-breakpoint
CREATE TABLE "attribution_decisions" (
	"company_id" text NOT NULL,
	"id" uuid NOT NULL,
	"referred_id" uuid NOT NULL,
	"referral_id" uuid,
	"referrer_id" uuid,
	"outcome" text NOT NULL,
	"reason" text NOT NULL,
	"rules_version" integer NOT NULL,
	"details" jsonb NOT NULL,
	"facts_digest" text NOT NULL,
	"decided_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "attribution_decisions_pkey" PRIMARY KEY("company_id","id"),
	CONSTRAINT "attribution_decisions_once_per_facts" UNIQUE("company_id","referred_id","facts_digest"),
	CONSTRAINT "attribution_decisions_known_outcome" CHECK ("attribution_decisions"."outcome" IN ('credited', 'pending', 'refused', 'no_evidence', 'reversed'))
);
--> statement-breakpoint
CREATE TABLE "campaigns" (
	"company_id" text NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"description" text,
	"start_date" timestamp with time zone NOT NULL,
	"end_date" timestamp with time zone NOT NULL,
	"status" text DEFAULT 'draft' NOT NULL,
	"rules" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"prizes" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "campaigns_pkey" PRIMARY KEY("company_id","id"),
	CONSTRAINT "campaigns_known_status" CHECK ("campaigns"."status" IN ('draft', 'scheduled', 'active', 'settling', 'ended', 'archived')),
	CONSTRAINT "campaigns_end_after_start" CHECK ("campaigns"."end_date" > "campaigns"."start_date")
);
--> statement-breakpoint
CREATE TABLE "referral_clicks" (
	"code_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"clicked_at" timestamp with time zone NOT NULL,
	"visitor_key" bigint NOT NULL,
	"network_key" bigint,
	"by_cookie" boolean NOT NULL,
	"to_fallback" boolean DEFAULT false NOT NULL,
	"company_id" text NOT NULL,
	"class" text NOT NULL,
	"device" text DEFAULT 'other' NOT NULL,
	"country" char(2),
	"referrer_host" text,
	"utm" jsonb,
	CONSTRAINT "referral_clicks_pkey" PRIMARY KEY("company_id","code_id","clicked_at","id"),
	CONSTRAINT "referral_clicks_known_class" CHECK ("referral_clicks"."class" IN ('human', 'bot', 'preview', 'prefetch', 'duplicate', 'self', 'test')),
	CONSTRAINT "referral_clicks_known_device" CHECK ("referral_clicks"."device" IN ('mobile', 'tablet', 'desktop', 'other'))
) PARTITION BY RANGE ("clicked_at");
--> statement-breakpoint
CREATE TABLE "attribution_rules" (
	"company_id" text NOT NULL,
	"version" integer NOT NULL,
	"touch" text NOT NULL,
	"window_days" integer NOT NULL,
	"credit_existing_customers" boolean NOT NULL,
	"count_trials" boolean NOT NULL,
	"count_free" boolean NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "attribution_rules_pkey" PRIMARY KEY("company_id","version"),
	CONSTRAINT "attribution_rules_known_touch" CHECK ("attribution_rules"."touch" IN ('first', 'last'))
);
--> statement-breakpoint
CREATE TABLE "companies" (
	"company_id" text PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"route" text,
	"logo_url" text,
	"owner_whop_user_id" text,
	"member_count" integer,
	"status" text DEFAULT 'active' NOT NULL,
	"settings" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"profile_refreshed_at" timestamp with time zone,
	"backfilled_at" timestamp with time zone,
	"last_webhook_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "companies_known_status" CHECK ("companies"."status" IN ('active', 'uninstalled'))
);
--> statement-breakpoint
CREATE TABLE "experiences" (
	"company_id" text NOT NULL,
	"experience_id" text NOT NULL,
	"name" text NOT NULL,
	"refreshed_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "experiences_pkey" PRIMARY KEY("company_id","experience_id")
);
--> statement-breakpoint
CREATE TABLE "plans" (
	"company_id" text NOT NULL,
	"plan_id" text NOT NULL,
	"product_id" text NOT NULL,
	"title" text,
	"plan_type" text NOT NULL,
	"billing_period_days" integer,
	"trial_period_days" integer,
	"initial_price_minor" bigint NOT NULL,
	"renewal_price_minor" bigint NOT NULL,
	"currency" char(3) NOT NULL,
	"is_visible" boolean DEFAULT true NOT NULL,
	"purchase_url" text,
	"refreshed_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "plans_pkey" PRIMARY KEY("company_id","plan_id")
);
--> statement-breakpoint
CREATE TABLE "products" (
	"company_id" text NOT NULL,
	"product_id" text NOT NULL,
	"title" text NOT NULL,
	"route" text,
	"refreshed_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "products_pkey" PRIMARY KEY("company_id","product_id")
);
--> statement-breakpoint
CREATE TABLE "code_directory" (
	"code" text PRIMARY KEY NOT NULL,
	"company_id" text NOT NULL,
	"code_id" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "experience_directory" (
	"experience_id" text PRIMARY KEY NOT NULL,
	"company_id" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "disputes" (
	"company_id" text NOT NULL,
	"dispute_id" text NOT NULL,
	"payment_id" text NOT NULL,
	"status" text NOT NULL,
	"inquiry" boolean NOT NULL,
	"reason" text,
	"currency" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"amount_problem" text,
	"whop_created_at" timestamp with time zone NOT NULL,
	"state_at" timestamp with time zone NOT NULL,
	"state_rank" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "disputes_pkey" PRIMARY KEY("company_id","dispute_id")
);
--> statement-breakpoint
CREATE TABLE "memberships" (
	"company_id" text NOT NULL,
	"membership_id" text NOT NULL,
	"whop_user_id" text,
	"product_id" text,
	"plan_id" text,
	"status" text NOT NULL,
	"checkout_configuration_id" text,
	"promo_code_id" text,
	"metadata" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"cancel_at_period_end" boolean DEFAULT false NOT NULL,
	"renewal_period_end" timestamp with time zone,
	"whop_created_at" timestamp with time zone NOT NULL,
	"state_at" timestamp with time zone NOT NULL,
	"state_rank" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "memberships_pkey" PRIMARY KEY("company_id","membership_id")
);
--> statement-breakpoint
CREATE TABLE "payments" (
	"company_id" text NOT NULL,
	"payment_id" text NOT NULL,
	"whop_user_id" text,
	"membership_id" text,
	"plan_id" text,
	"product_id" text,
	"checkout_configuration_id" text,
	"promo_code_id" text,
	"metadata" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"status" text NOT NULL,
	"substatus" text,
	"billing_reason" text,
	"currency" text NOT NULL,
	"total_minor" bigint NOT NULL,
	"subtotal_minor" bigint,
	"tax_minor" bigint NOT NULL,
	"after_fees_minor" bigint,
	"refunded_minor" bigint NOT NULL,
	"instrument_key" text,
	"amount_problem" text,
	"paid_at" timestamp with time zone,
	"whop_created_at" timestamp with time zone NOT NULL,
	"state_at" timestamp with time zone NOT NULL,
	"state_rank" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "payments_pkey" PRIMARY KEY("company_id","payment_id")
);
--> statement-breakpoint
CREATE TABLE "refunds" (
	"company_id" text NOT NULL,
	"refund_id" text NOT NULL,
	"payment_id" text NOT NULL,
	"status" text NOT NULL,
	"currency" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"amount_problem" text,
	"whop_created_at" timestamp with time zone NOT NULL,
	"state_at" timestamp with time zone NOT NULL,
	"state_rank" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "refunds_pkey" PRIMARY KEY("company_id","refund_id")
);
--> statement-breakpoint
CREATE TABLE "fraud_cases" (
	"company_id" text NOT NULL,
	"id" uuid NOT NULL,
	"referral_id" uuid NOT NULL,
	"status" text DEFAULT 'open' NOT NULL,
	"score" integer NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"decided_at" timestamp with time zone,
	"decided_by" uuid,
	"decision_reason" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "fraud_cases_pkey" PRIMARY KEY("company_id","id"),
	CONSTRAINT "fraud_cases_known_status" CHECK ("fraud_cases"."status" IN ('open', 'released', 'rejected'))
);
--> statement-breakpoint
CREATE TABLE "fraud_checks" (
	"company_id" text NOT NULL,
	"id" uuid NOT NULL,
	"referral_id" uuid NOT NULL,
	"check_type" text NOT NULL,
	"flagged" boolean NOT NULL,
	"points" integer NOT NULL,
	"failed" boolean DEFAULT false NOT NULL,
	"sentence" text NOT NULL,
	"details" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"screened_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "fraud_checks_pkey" PRIMARY KEY("company_id","id"),
	CONSTRAINT "fraud_checks_once_per_rule" UNIQUE("company_id","referral_id","check_type"),
	CONSTRAINT "fraud_checks_known_type" CHECK ("fraud_checks"."check_type" IN ('self_referral', 'email_duplicate', 'payment_duplicate', 'device_duplicate', 'disposable_email', 'velocity_limit', 'ip_duplicate', 'privacy_relay'))
);
--> statement-breakpoint
CREATE TABLE "checkout_configurations" (
	"company_id" text NOT NULL,
	"checkout_id" text NOT NULL,
	"code_id" uuid NOT NULL,
	"plan_id" text NOT NULL,
	"purchase_url" text NOT NULL,
	"metadata" jsonb NOT NULL,
	"is_live" boolean DEFAULT true NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "checkout_configurations_pkey" PRIMARY KEY("company_id","checkout_id")
);
--> statement-breakpoint
CREATE TABLE "referral_code_options" (
	"company_id" text NOT NULL,
	"code_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"channel" text,
	"campaign_id" uuid,
	"plan_id" text,
	"is_vanity" boolean DEFAULT false NOT NULL,
	"expires_at" timestamp with time zone,
	"max_uses" integer,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "referral_code_options_pkey" PRIMARY KEY("company_id","code_id"),
	CONSTRAINT "referral_code_options_positive_limit" CHECK ("referral_code_options"."max_uses" > 0)
);
--> statement-breakpoint
CREATE TABLE "referral_code_uses" (
	"company_id" text NOT NULL,
	"code_id" uuid NOT NULL,
	"uses" integer NOT NULL,
	"clicks" integer NOT NULL,
	"conversions" integer NOT NULL,
	CONSTRAINT "referral_code_uses_pkey" PRIMARY KEY("company_id","code_id")
);
--> statement-breakpoint
CREATE TABLE "referral_codes" (
	"id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone,
	"is_active" boolean DEFAULT true NOT NULL,
	"company_id" text NOT NULL,
	"code" text NOT NULL,
	CONSTRAINT "referral_codes_pkey" PRIMARY KEY("company_id","id"),
	CONSTRAINT "referral_codes_code_lookup" UNIQUE("company_id","code")
);
--> statement-breakpoint
CREATE TABLE "audit_logs" (
	"company_id" text NOT NULL,
	"id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" uuid,
	"actor_name" text NOT NULL,
	"action" text NOT NULL,
	"subject_type" text NOT NULL,
	"subject_id" text NOT NULL,
	"details" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "audit_logs_pkey" PRIMARY KEY("company_id","id")
);
--> statement-breakpoint
CREATE TABLE "job_log" (
	"company_id" text NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"state" text NOT NULL,
	"subject" text,
	"attempt" integer NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"total" integer,
	"message" text,
	"payload" jsonb,
	"started_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "job_log_pkey" PRIMARY KEY("company_id","id"),
	CONSTRAINT "job_log_known_state" CHECK ("job_log"."state" IN ('running', 'completed', 'failed', 'dead', 'replayed'))
);
--> statement-breakpoint
CREATE TABLE "timers" (
	"company_id" text NOT NULL,
	"job" text NOT NULL,
	"key" text NOT NULL,
	"payload" jsonb NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	CONSTRAINT "timers_pkey" PRIMARY KEY("company_id","job","key")
);
--> statement-breakpoint
CREATE TABLE "webhook_events" (
	"webhook_id" text PRIMARY KEY NOT NULL,
	"company_id" text,
	"type" text,
	"object_id" text,
	"body" text,
	"body_hash" text NOT NULL,
	"state" text DEFAULT 'received' NOT NULL,
	"reason" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"conflicts" integer DEFAULT 0 NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"next_attempt_at" timestamp with time zone NOT NULL,
	"locked_until" timestamp with time zone,
	"processed_at" timestamp with time zone,
	CONSTRAINT "webhook_events_known_state" CHECK ("webhook_events"."state" IN ('received', 'processed', 'ignored', 'parked', 'refused', 'poison', 'dead'))
);
--> statement-breakpoint
CREATE TABLE "users" (
	"company_id" text NOT NULL,
	"id" uuid NOT NULL,
	"whop_user_id" text NOT NULL,
	"username" text,
	"name" text,
	"email" text,
	"avatar_url" text,
	"joined_at" timestamp with time zone,
	"profile_refreshed_at" timestamp with time zone,
	"erased_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_pkey" PRIMARY KEY("company_id","id"),
	CONSTRAINT "users_once_per_company" UNIQUE("company_id","whop_user_id")
);
--> statement-breakpoint
CREATE TABLE "referral_conversions" (
	"company_id" text NOT NULL,
	"id" uuid NOT NULL,
	"referral_id" uuid NOT NULL,
	"referral_code_id" uuid,
	"conversion_type" text NOT NULL,
	"source_id" text NOT NULL,
	"currency" char(3) NOT NULL,
	"gross_minor" bigint NOT NULL,
	"tax_minor" bigint NOT NULL,
	"refunded_minor" bigint NOT NULL,
	"net_minor" bigint NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"metadata" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "referral_conversions_pkey" PRIMARY KEY("company_id","id"),
	CONSTRAINT "referral_conversions_once_per_source" UNIQUE("company_id","source_id"),
	CONSTRAINT "referral_conversions_known_type" CHECK ("referral_conversions"."conversion_type" IN ('subscription', 'one_time_purchase', 'event_ticket', 'service_booking', 'marketplace_order', 'donation', 'trial', 'free'))
);
--> statement-breakpoint
CREATE TABLE "referrals" (
	"company_id" text NOT NULL,
	"id" uuid NOT NULL,
	"referrer_id" uuid NOT NULL,
	"referred_id" uuid NOT NULL,
	"referral_code_id" uuid,
	"campaign_id" uuid,
	"status" text DEFAULT 'pending' NOT NULL,
	"evidence" text NOT NULL,
	"rules_version" integer NOT NULL,
	"membership_id" text,
	"qualifying_payment_id" text,
	"signed_up_at" timestamp with time zone NOT NULL,
	"converted_at" timestamp with time zone,
	"cancelled_at" timestamp with time zone,
	"cancel_reason" text,
	"hold_reason" text,
	"review" text DEFAULT 'clear' NOT NULL,
	"is_verified" boolean DEFAULT false NOT NULL,
	"fraud_score" integer DEFAULT 0 NOT NULL,
	"click_at" timestamp with time zone,
	"click_visitor_key" bigint,
	"click_network_key" bigint,
	"click_by_cookie" boolean,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "referrals_pkey" PRIMARY KEY("company_id","id"),
	CONSTRAINT "referrals_known_status" CHECK ("referrals"."status" IN ('pending', 'converted', 'activated', 'cancelled')),
	CONSTRAINT "referrals_known_evidence" CHECK ("referrals"."evidence" IN ('checkout_metadata', 'checkout_configuration', 'promo_code', 'claim')),
	CONSTRAINT "referrals_known_review" CHECK ("referrals"."review" IN ('clear', 'held', 'released', 'rejected'))
);
--> statement-breakpoint
CREATE TABLE "reward_deliveries" (
	"company_id" text NOT NULL,
	"id" uuid NOT NULL,
	"redemption_id" uuid NOT NULL,
	"direction" text DEFAULT 'grant' NOT NULL,
	"reward_type" text NOT NULL,
	"state" text DEFAULT 'queued' NOT NULL,
	"membership_id" text,
	"request" jsonb NOT NULL,
	"expectation" jsonb,
	"proof" jsonb,
	"attempts" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"attempt_count" integer DEFAULT 0 NOT NULL,
	"held_reason" text,
	"called_at" timestamp with time zone,
	"applied_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "reward_deliveries_pkey" PRIMARY KEY("company_id","id"),
	CONSTRAINT "reward_deliveries_once_per_direction" UNIQUE("company_id","redemption_id","direction"),
	CONSTRAINT "reward_deliveries_known_state" CHECK ("reward_deliveries"."state" IN ('queued', 'calling', 'applied', 'unknown', 'held', 'reversed')),
	CONSTRAINT "reward_deliveries_known_direction" CHECK ("reward_deliveries"."direction" IN ('grant', 'reverse')),
	CONSTRAINT "reward_deliveries_known_type" CHECK ("reward_deliveries"."reward_type" IN ('discount', 'free_days', 'product_unlock', 'custom'))
);
--> statement-breakpoint
CREATE TABLE "reward_redemptions" (
	"company_id" text NOT NULL,
	"id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"reward_id" uuid NOT NULL,
	"occurrence" integer DEFAULT 1 NOT NULL,
	"terms" jsonb NOT NULL,
	"status" text DEFAULT 'pending' NOT NULL,
	"status_reason" text,
	"earned_count" integer NOT NULL,
	"holds_stock" boolean DEFAULT false NOT NULL,
	"earned_at" timestamp with time zone NOT NULL,
	"payable_at" timestamp with time zone NOT NULL,
	"approved_at" timestamp with time zone,
	"approved_by" uuid,
	"rejected_by" uuid,
	"granted_at" timestamp with time zone,
	"claimed_at" timestamp with time zone,
	"expires_at" timestamp with time zone,
	"cancelled_at" timestamp with time zone,
	"error_message" text,
	"note" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "reward_redemptions_pkey" PRIMARY KEY("company_id","id"),
	CONSTRAINT "reward_redemptions_once_per_milestone" UNIQUE("company_id","reward_id","user_id","occurrence"),
	CONSTRAINT "reward_redemptions_known_status" CHECK ("reward_redemptions"."status" IN ('pending', 'approved', 'granted', 'claimed', 'failed', 'expired', 'cancelled', 'held'))
);
--> statement-breakpoint
CREATE TABLE "rewards" (
	"company_id" text NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"description" text,
	"side" text DEFAULT 'referrer' NOT NULL,
	"trigger" text DEFAULT 'milestone' NOT NULL,
	"threshold" integer NOT NULL,
	"reward_type" text NOT NULL,
	"reward_data" jsonb NOT NULL,
	"auto_apply" boolean DEFAULT true NOT NULL,
	"hold_days" integer DEFAULT 14 NOT NULL,
	"expiry_days" integer,
	"stock" integer,
	"stock_taken" integer DEFAULT 0 NOT NULL,
	"on_reversal" text DEFAULT 'keep' NOT NULL,
	"is_active" boolean DEFAULT true NOT NULL,
	"archived_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "rewards_pkey" PRIMARY KEY("company_id","id"),
	CONSTRAINT "rewards_known_side" CHECK ("rewards"."side" IN ('referrer', 'referee')),
	CONSTRAINT "rewards_known_trigger" CHECK ("rewards"."trigger" IN ('milestone')),
	CONSTRAINT "rewards_known_type" CHECK ("rewards"."reward_type" IN ('discount', 'free_days', 'product_unlock', 'custom')),
	CONSTRAINT "rewards_known_reversal" CHECK ("rewards"."on_reversal" IN ('keep', 'reverse')),
	CONSTRAINT "rewards_positive_threshold" CHECK ("rewards"."threshold" > 0),
	CONSTRAINT "rewards_hold_not_negative" CHECK ("rewards"."hold_days" >= 0),
	CONSTRAINT "rewards_never_more_than_stock" CHECK ("rewards"."stock" IS NULL OR "rewards"."stock_taken" <= "rewards"."stock")
);
--> statement-breakpoint
CREATE TABLE "company_stats" (
	"company_id" text NOT NULL,
	"day" date NOT NULL,
	"human" integer DEFAULT 0 NOT NULL,
	"bot" integer DEFAULT 0 NOT NULL,
	"preview" integer DEFAULT 0 NOT NULL,
	"prefetch" integer DEFAULT 0 NOT NULL,
	"duplicate" integer DEFAULT 0 NOT NULL,
	"self" integer DEFAULT 0 NOT NULL,
	"test" integer DEFAULT 0 NOT NULL,
	"signups" integer DEFAULT 0 NOT NULL,
	"conversions_confirmed" integer DEFAULT 0 NOT NULL,
	"conversions_provisional" integer DEFAULT 0 NOT NULL,
	"conversions_clicked" integer DEFAULT 0 NOT NULL,
	"revenue" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "company_stats_pkey" PRIMARY KEY("company_id","day")
);
--> statement-breakpoint
CREATE TABLE "link_stats" (
	"company_id" text NOT NULL,
	"code_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"day" date NOT NULL,
	"human" integer NOT NULL,
	"bot" integer NOT NULL,
	"preview" integer NOT NULL,
	"prefetch" integer NOT NULL,
	"duplicate" integer NOT NULL,
	"self" integer NOT NULL,
	"test" integer NOT NULL,
	"first_human_at" timestamp with time zone,
	"last_human_at" timestamp with time zone,
	CONSTRAINT "link_stats_pkey" PRIMARY KEY("company_id","code_id","day")
);
--> statement-breakpoint
CREATE TABLE "member_stats" (
	"company_id" text NOT NULL,
	"user_id" uuid NOT NULL,
	"period" text NOT NULL,
	"period_start" date NOT NULL,
	"human" integer DEFAULT 0 NOT NULL,
	"bot" integer DEFAULT 0 NOT NULL,
	"preview" integer DEFAULT 0 NOT NULL,
	"prefetch" integer DEFAULT 0 NOT NULL,
	"duplicate" integer DEFAULT 0 NOT NULL,
	"self" integer DEFAULT 0 NOT NULL,
	"test" integer DEFAULT 0 NOT NULL,
	"signups" integer DEFAULT 0 NOT NULL,
	"conversions_confirmed" integer DEFAULT 0 NOT NULL,
	"conversions_provisional" integer DEFAULT 0 NOT NULL,
	"conversions_clicked" integer DEFAULT 0 NOT NULL,
	"score" integer DEFAULT 0 NOT NULL,
	"score_reached_at" timestamp with time zone,
	"streak_days" integer DEFAULT 0 NOT NULL,
	"streak_until" date,
	"revenue" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "member_stats_pkey" PRIMARY KEY("company_id","user_id","period","period_start"),
	CONSTRAINT "member_stats_known_period" CHECK ("member_stats"."period" IN ('day', 'week', 'month', 'all'))
);
--> statement-breakpoint
CREATE TABLE "score_counts" (
	"company_id" text NOT NULL,
	"period" text NOT NULL,
	"period_start" date NOT NULL,
	"score" integer NOT NULL,
	"members" integer NOT NULL,
	CONSTRAINT "score_counts_pkey" PRIMARY KEY("company_id","period","period_start","score")
);
--> statement-breakpoint
CREATE TABLE "stats_cursors" (
	"company_id" text NOT NULL,
	"name" text NOT NULL,
	"position" timestamp with time zone NOT NULL,
	CONSTRAINT "stats_cursors_pkey" PRIMARY KEY("company_id","name")
);
--> statement-breakpoint
ALTER TABLE "attribution_decisions" ADD CONSTRAINT "attribution_decisions_of_known_member" FOREIGN KEY ("company_id","referred_id") REFERENCES "public"."users"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plans" ADD CONSTRAINT "plans_of_known_product" FOREIGN KEY ("company_id","product_id") REFERENCES "public"."products"("company_id","product_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fraud_cases" ADD CONSTRAINT "fraud_cases_of_known_referral" FOREIGN KEY ("company_id","referral_id") REFERENCES "public"."referrals"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fraud_checks" ADD CONSTRAINT "fraud_checks_of_known_referral" FOREIGN KEY ("company_id","referral_id") REFERENCES "public"."referrals"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "checkout_configurations" ADD CONSTRAINT "checkout_configurations_of_known_code" FOREIGN KEY ("company_id","code_id") REFERENCES "public"."referral_codes"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referral_code_options" ADD CONSTRAINT "referral_code_options_of_known_code" FOREIGN KEY ("company_id","code_id") REFERENCES "public"."referral_codes"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referral_code_options" ADD CONSTRAINT "referral_code_options_of_known_campaign" FOREIGN KEY ("company_id","campaign_id") REFERENCES "public"."campaigns"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referral_code_uses" ADD CONSTRAINT "referral_code_uses_of_known_code" FOREIGN KEY ("company_id","code_id") REFERENCES "public"."referral_codes"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referral_codes" ADD CONSTRAINT "referral_codes_of_known_user" FOREIGN KEY ("company_id","user_id") REFERENCES "public"."users"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referral_conversions" ADD CONSTRAINT "referral_conversions_of_known_referral" FOREIGN KEY ("company_id","referral_id") REFERENCES "public"."referrals"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referrals" ADD CONSTRAINT "referrals_by_known_referrer" FOREIGN KEY ("company_id","referrer_id") REFERENCES "public"."users"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referrals" ADD CONSTRAINT "referrals_of_known_member" FOREIGN KEY ("company_id","referred_id") REFERENCES "public"."users"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referrals" ADD CONSTRAINT "referrals_through_known_code" FOREIGN KEY ("company_id","referral_code_id") REFERENCES "public"."referral_codes"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referrals" ADD CONSTRAINT "referrals_in_known_campaign" FOREIGN KEY ("company_id","campaign_id") REFERENCES "public"."campaigns"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reward_deliveries" ADD CONSTRAINT "reward_deliveries_of_known_redemption" FOREIGN KEY ("company_id","redemption_id") REFERENCES "public"."reward_redemptions"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reward_redemptions" ADD CONSTRAINT "reward_redemptions_by_known_user" FOREIGN KEY ("company_id","user_id") REFERENCES "public"."users"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reward_redemptions" ADD CONSTRAINT "reward_redemptions_of_known_reward" FOREIGN KEY ("company_id","reward_id") REFERENCES "public"."rewards"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "referral_analytics_timestamp" ON "referral_analytics" USING btree ("company_id","action","occurred_at");--> statement-breakpoint
CREATE INDEX "viral_metrics_date" ON "viral_metrics" USING btree ("company_id","metric_date" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "attribution_decisions_by_member" ON "attribution_decisions" USING btree ("company_id","referred_id","id");--> statement-breakpoint
CREATE INDEX "attribution_decisions_by_time" ON "attribution_decisions" USING btree ("company_id","decided_at");--> statement-breakpoint
CREATE INDEX "attribution_decisions_by_referral" ON "attribution_decisions" USING btree ("company_id","referral_id");--> statement-breakpoint
CREATE INDEX "campaigns_by_status" ON "campaigns" USING btree ("company_id","status","end_date");--> statement-breakpoint
CREATE INDEX "referral_clicks_by_visitor" ON "referral_clicks" USING btree ("company_id","code_id","visitor_key","clicked_at");--> statement-breakpoint
CREATE INDEX "referral_clicks_by_time" ON "referral_clicks" USING brin ("company_id","clicked_at") WITH (pages_per_range=32);--> statement-breakpoint
CREATE INDEX "plans_by_product" ON "plans" USING btree ("company_id","product_id");--> statement-breakpoint
CREATE INDEX "disputes_by_payment" ON "disputes" USING btree ("company_id","payment_id");--> statement-breakpoint
CREATE INDEX "memberships_by_user" ON "memberships" USING btree ("company_id","whop_user_id");--> statement-breakpoint
CREATE INDEX "payments_by_user" ON "payments" USING btree ("company_id","whop_user_id");--> statement-breakpoint
CREATE INDEX "payments_by_membership" ON "payments" USING btree ("company_id","membership_id");--> statement-breakpoint
CREATE INDEX "payments_by_instrument" ON "payments" USING btree ("company_id","instrument_key");--> statement-breakpoint
CREATE INDEX "payments_unreadable" ON "payments" USING btree ("company_id","state_at") WHERE "payments"."amount_problem" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "refunds_by_payment" ON "refunds" USING btree ("company_id","payment_id");--> statement-breakpoint
CREATE UNIQUE INDEX "fraud_cases_one_open_per_referral" ON "fraud_cases" USING btree ("company_id","referral_id") WHERE "fraud_cases"."status" = 'open';--> statement-breakpoint
CREATE INDEX "fraud_cases_by_status" ON "fraud_cases" USING btree ("company_id","status","opened_at");--> statement-breakpoint
CREATE INDEX "fraud_cases_by_referral" ON "fraud_cases" USING btree ("company_id","referral_id");--> statement-breakpoint
CREATE INDEX "fraud_checks_flagged" ON "fraud_checks" USING btree ("company_id","screened_at") WHERE "fraud_checks"."flagged";--> statement-breakpoint
CREATE UNIQUE INDEX "checkout_configurations_one_live_per_plan" ON "checkout_configurations" USING btree ("company_id","code_id","plan_id") WHERE "checkout_configurations"."is_live";--> statement-breakpoint
CREATE INDEX "referral_code_options_by_user" ON "referral_code_options" USING btree ("company_id","user_id");--> statement-breakpoint
CREATE INDEX "referral_codes_user_id" ON "referral_codes" USING btree ("company_id","user_id");--> statement-breakpoint
CREATE INDEX "referral_codes_active" ON "referral_codes" USING btree ("company_id","user_id") WHERE "referral_codes"."is_active";--> statement-breakpoint
CREATE INDEX "audit_logs_by_time" ON "audit_logs" USING btree ("company_id","at","id");--> statement-breakpoint
CREATE INDEX "audit_logs_by_subject" ON "audit_logs" USING btree ("company_id","subject_type","subject_id");--> statement-breakpoint
CREATE INDEX "job_log_by_time" ON "job_log" USING btree ("company_id","started_at");--> statement-breakpoint
CREATE INDEX "job_log_troubled" ON "job_log" USING btree ("company_id","started_at") WHERE "job_log"."state" IN ('failed', 'dead');--> statement-breakpoint
CREATE INDEX "timers_due" ON "timers" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "webhook_events_due" ON "webhook_events" USING btree ("next_attempt_at") WHERE "webhook_events"."state" = 'received';--> statement-breakpoint
CREATE INDEX "webhook_events_by_company" ON "webhook_events" USING btree ("company_id","received_at");--> statement-breakpoint
CREATE INDEX "webhook_events_by_object" ON "webhook_events" USING btree ("object_id","company_id") WHERE "webhook_events"."object_id" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "webhook_events_stuck" ON "webhook_events" USING btree ("company_id","received_at") WHERE "webhook_events"."state" IN ('parked', 'refused', 'poison', 'dead') OR "webhook_events"."conflicts" > 0;--> statement-breakpoint
CREATE INDEX "users_by_join" ON "users" USING btree ("company_id","joined_at");--> statement-breakpoint
CREATE INDEX "referral_conversions_code_id" ON "referral_conversions" USING btree ("company_id","referral_code_id","occurred_at");--> statement-breakpoint
CREATE INDEX "referral_conversions_by_referral" ON "referral_conversions" USING btree ("company_id","referral_id");--> statement-breakpoint
CREATE INDEX "referral_conversions_by_time" ON "referral_conversions" USING btree ("company_id","occurred_at");--> statement-breakpoint
CREATE UNIQUE INDEX "referrals_one_live_per_member" ON "referrals" USING btree ("company_id","referred_id") WHERE "referrals"."status" <> 'cancelled';--> statement-breakpoint
CREATE INDEX "referrals_by_referrer" ON "referrals" USING btree ("company_id","referrer_id","signed_up_at");--> statement-breakpoint
CREATE INDEX "referrals_by_member" ON "referrals" USING btree ("company_id","referred_id");--> statement-breakpoint
CREATE INDEX "referrals_by_time" ON "referrals" USING btree ("company_id","signed_up_at","id");--> statement-breakpoint
CREATE INDEX "referrals_by_code" ON "referrals" USING btree ("company_id","referral_code_id");--> statement-breakpoint
CREATE INDEX "referrals_by_network" ON "referrals" USING btree ("company_id","click_network_key","click_at");--> statement-breakpoint
CREATE INDEX "referrals_by_visitor" ON "referrals" USING btree ("company_id","click_visitor_key");--> statement-breakpoint
CREATE INDEX "referrals_held" ON "referrals" USING btree ("company_id") WHERE "referrals"."review" = 'held' AND "referrals"."status" <> 'cancelled';--> statement-breakpoint
CREATE UNIQUE INDEX "reward_deliveries_one_in_flight_per_membership" ON "reward_deliveries" USING btree ("company_id","membership_id") WHERE "reward_deliveries"."state" IN ('calling', 'unknown') AND "reward_deliveries"."membership_id" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "reward_deliveries_by_state" ON "reward_deliveries" USING btree ("company_id","state");--> statement-breakpoint
CREATE INDEX "reward_redemptions_by_user" ON "reward_redemptions" USING btree ("company_id","user_id");--> statement-breakpoint
CREATE INDEX "reward_redemptions_by_status" ON "reward_redemptions" USING btree ("company_id","status","payable_at");--> statement-breakpoint
CREATE INDEX "rewards_by_threshold" ON "rewards" USING btree ("company_id","threshold");--> statement-breakpoint
CREATE INDEX "link_stats_by_user" ON "link_stats" USING btree ("company_id","user_id","day");--> statement-breakpoint
CREATE INDEX "link_stats_by_day" ON "link_stats" USING btree ("company_id","day");--> statement-breakpoint
CREATE INDEX "member_stats_board" ON "member_stats" USING btree ("company_id","period","period_start","score" DESC NULLS FIRST,"score_reached_at");