CREATE TABLE "affiliate_commissions" (
	"company_id" text NOT NULL,
	"id" uuid NOT NULL,
	"affiliate_id" uuid NOT NULL,
	"conversion_id" uuid NOT NULL,
	"referral_id" uuid NOT NULL,
	"level" integer NOT NULL,
	"currency" char(3) NOT NULL,
	"base_minor" bigint NOT NULL,
	"earned_minor" bigint NOT NULL,
	"reversed_minor" bigint NOT NULL,
	"paid_minor" bigint DEFAULT 0 NOT NULL,
	"status" text NOT NULL,
	"hold_until" timestamp with time zone NOT NULL,
	"held_by" text,
	"plan_id" uuid NOT NULL,
	"plan_version" integer NOT NULL,
	"tier" integer DEFAULT 0 NOT NULL,
	"workings" jsonb NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "affiliate_commissions_pkey" PRIMARY KEY("company_id","id"),
	CONSTRAINT "affiliate_commissions_once_per_sale" UNIQUE("company_id","affiliate_id","conversion_id","level"),
	CONSTRAINT "affiliate_commissions_known_status" CHECK ("affiliate_commissions"."status" IN ('pending', 'held', 'approved', 'paid', 'reversed', 'refused')),
	CONSTRAINT "affiliate_commissions_known_hold" CHECK ("affiliate_commissions"."held_by" IN ('case', 'dispute', 'amount'))
);
--> statement-breakpoint
CREATE TABLE "affiliate_terms" (
	"company_id" text NOT NULL,
	"affiliate_id" uuid NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"is_active" boolean NOT NULL,
	"plan_id" uuid NOT NULL,
	"recruited_by" uuid,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "affiliate_terms_pkey" PRIMARY KEY("company_id","affiliate_id","since")
);
--> statement-breakpoint
CREATE TABLE "affiliates" (
	"company_id" text NOT NULL,
	"id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"status" text NOT NULL,
	"application" text,
	"plan_id" uuid,
	"recruited_by" uuid,
	"applied_at" timestamp with time zone NOT NULL,
	"decided_at" timestamp with time zone,
	"decision_note" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "affiliates_pkey" PRIMARY KEY("company_id","id"),
	CONSTRAINT "affiliates_once_per_member" UNIQUE("company_id","user_id"),
	CONSTRAINT "affiliates_known_status" CHECK ("affiliates"."status" IN ('applied', 'active', 'suspended', 'declined'))
);
--> statement-breakpoint
CREATE TABLE "commission_plan_versions" (
	"company_id" text NOT NULL,
	"plan_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"terms" jsonb NOT NULL,
	"effective_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "commission_plan_versions_pkey" PRIMARY KEY("company_id","plan_id","version")
);
--> statement-breakpoint
CREATE TABLE "commission_plans" (
	"company_id" text NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"is_default" boolean DEFAULT false NOT NULL,
	"archived_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "commission_plans_pkey" PRIMARY KEY("company_id","id")
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"company_id" text NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"hint" text NOT NULL,
	"key_hash" text NOT NULL,
	"scopes" jsonb NOT NULL,
	"created_by" text NOT NULL,
	"expires_at" timestamp with time zone,
	"last_used_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "api_keys_pkey" PRIMARY KEY("company_id","id"),
	CONSTRAINT "api_keys_found_by_hash" UNIQUE("company_id","key_hash")
);
--> statement-breakpoint
CREATE TABLE "ledger_accounts" (
	"company_id" text NOT NULL,
	"id" uuid NOT NULL,
	"holder_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"unit" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "ledger_accounts_pkey" PRIMARY KEY("company_id","id"),
	CONSTRAINT "ledger_accounts_once_per_holder" UNIQUE("company_id","holder_id","kind","unit"),
	CONSTRAINT "ledger_accounts_have_one_unit" UNIQUE("company_id","id","unit"),
	CONSTRAINT "ledger_accounts_known_kind" CHECK ("ledger_accounts"."kind" IN ('commission_expense', 'commission_pending', 'commission_held', 'commission_payable', 'payout_in_transit', 'payout_paid', 'points_issued', 'points', 'credits_issued', 'credits'))
);
--> statement-breakpoint
CREATE TABLE "ledger_balances" (
	"company_id" text NOT NULL,
	"account_id" uuid NOT NULL,
	"balance" bigint NOT NULL,
	"entries" bigint NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "ledger_balances_pkey" PRIMARY KEY("company_id","account_id")
);
--> statement-breakpoint
CREATE TABLE "ledger_entries" (
	"company_id" text NOT NULL,
	"posting_id" uuid NOT NULL,
	"line" integer NOT NULL,
	"account_id" uuid NOT NULL,
	"unit" text NOT NULL,
	"amount" bigint NOT NULL,
	"source_type" text NOT NULL,
	"source_id" uuid NOT NULL,
	"fact_id" text NOT NULL,
	"rule" text NOT NULL,
	"rule_version" integer NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "ledger_entries_pkey" PRIMARY KEY("company_id","posting_id","line"),
	CONSTRAINT "ledger_entries_known_source" CHECK ("ledger_entries"."source_type" IN ('commission', 'payout_item', 'points', 'credits'))
);
--> statement-breakpoint
CREATE TABLE "affiliate_payout_items" (
	"company_id" text NOT NULL,
	"id" uuid NOT NULL,
	"payout_id" uuid NOT NULL,
	"affiliate_id" uuid NOT NULL,
	"currency" char(3) NOT NULL,
	"amount_minor" bigint NOT NULL,
	"status" text NOT NULL,
	"reason" text,
	"request" jsonb,
	"attempt_count" integer DEFAULT 0 NOT NULL,
	"attempts" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"called_at" timestamp with time zone,
	"transfer_id" text,
	"reference" text,
	"paid_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "affiliate_payout_items_pkey" PRIMARY KEY("company_id","id"),
	CONSTRAINT "affiliate_payout_items_once_per_currency" UNIQUE("company_id","payout_id","affiliate_id","currency"),
	CONSTRAINT "affiliate_payout_items_known_status" CHECK ("affiliate_payout_items"."status" IN ('included', 'excluded', 'carried', 'queued', 'calling', 'unknown', 'paid', 'failed', 'held'))
);
--> statement-breakpoint
CREATE TABLE "affiliate_payout_parts" (
	"company_id" text NOT NULL,
	"item_id" uuid NOT NULL,
	"commission_id" uuid NOT NULL,
	"amount_minor" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "affiliate_payout_parts_pkey" PRIMARY KEY("company_id","item_id","commission_id")
);
--> statement-breakpoint
CREATE TABLE "affiliate_payouts" (
	"company_id" text NOT NULL,
	"id" uuid NOT NULL,
	"number" integer NOT NULL,
	"status" text NOT NULL,
	"method" text NOT NULL,
	"cutoff_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	"approved_by" text,
	"approved_at" timestamp with time zone,
	"second_approved_by" text,
	"second_approved_at" timestamp with time zone,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "affiliate_payouts_pkey" PRIMARY KEY("company_id","id"),
	CONSTRAINT "affiliate_payouts_numbered_once" UNIQUE("company_id","number"),
	CONSTRAINT "affiliate_payouts_known_status" CHECK ("affiliate_payouts"."status" IN ('draft', 'approved', 'processing', 'paid', 'partly', 'failed', 'cancelled')),
	CONSTRAINT "affiliate_payouts_known_method" CHECK ("affiliate_payouts"."method" IN ('transfer', 'csv'))
);
--> statement-breakpoint
CREATE TABLE "reconciliation_cursors" (
	"company_id" text NOT NULL,
	"fact_type" text NOT NULL,
	"compared_until" timestamp with time zone NOT NULL,
	"checked" integer DEFAULT 0 NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "reconciliation_cursors_pkey" PRIMARY KEY("company_id","fact_type"),
	CONSTRAINT "reconciliation_cursors_known_type" CHECK ("reconciliation_cursors"."fact_type" IN ('membership', 'payment', 'refund', 'dispute'))
);
--> statement-breakpoint
CREATE TABLE "reconciliation_repairs" (
	"company_id" text NOT NULL,
	"id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"fact_type" text NOT NULL,
	"object_id" text NOT NULL,
	"kind" text NOT NULL,
	"status" text NOT NULL,
	"repaired_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "reconciliation_repairs_pkey" PRIMARY KEY("company_id","id"),
	CONSTRAINT "reconciliation_repairs_known_type" CHECK ("reconciliation_repairs"."fact_type" IN ('membership', 'payment', 'refund', 'dispute')),
	CONSTRAINT "reconciliation_repairs_known_kind" CHECK ("reconciliation_repairs"."kind" IN ('missing', 'outdated'))
);
--> statement-breakpoint
CREATE TABLE "reconciliation_runs" (
	"company_id" text NOT NULL,
	"id" uuid NOT NULL,
	"cause" text NOT NULL,
	"state" text NOT NULL,
	"checked" integer DEFAULT 0 NOT NULL,
	"repaired" integer DEFAULT 0 NOT NULL,
	"message" text,
	"started_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "reconciliation_runs_pkey" PRIMARY KEY("company_id","id"),
	CONSTRAINT "reconciliation_runs_known_cause" CHECK ("reconciliation_runs"."cause" IN ('schedule', 'owner', 'backfill')),
	CONSTRAINT "reconciliation_runs_known_state" CHECK ("reconciliation_runs"."state" IN ('running', 'done', 'failed', 'cancelled'))
);
--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "whop_affiliate_minor" bigint;--> statement-breakpoint
ALTER TABLE "products" ADD COLUMN "conversion_type" text;--> statement-breakpoint
ALTER TABLE "referral_conversions" ADD COLUMN "discount_minor" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "referral_conversions" ADD COLUMN "fees_minor" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "referral_conversions" ADD COLUMN "over_refunded_minor" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "referral_conversions" ADD COLUMN "whop_affiliate_minor" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "affiliate_commissions" ADD CONSTRAINT "affiliate_commissions_of_known_affiliate" FOREIGN KEY ("company_id","affiliate_id") REFERENCES "public"."affiliates"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "affiliate_commissions" ADD CONSTRAINT "affiliate_commissions_on_known_conversion" FOREIGN KEY ("company_id","conversion_id") REFERENCES "public"."referral_conversions"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "affiliate_commissions" ADD CONSTRAINT "affiliate_commissions_under_known_terms" FOREIGN KEY ("company_id","plan_id","plan_version") REFERENCES "public"."commission_plan_versions"("company_id","plan_id","version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "affiliate_terms" ADD CONSTRAINT "affiliate_terms_of_known_affiliate" FOREIGN KEY ("company_id","affiliate_id") REFERENCES "public"."affiliates"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "affiliate_terms" ADD CONSTRAINT "affiliate_terms_on_known_plan" FOREIGN KEY ("company_id","plan_id") REFERENCES "public"."commission_plans"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "affiliates" ADD CONSTRAINT "affiliates_are_known_members" FOREIGN KEY ("company_id","user_id") REFERENCES "public"."users"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "affiliates" ADD CONSTRAINT "affiliates_on_known_plan" FOREIGN KEY ("company_id","plan_id") REFERENCES "public"."commission_plans"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "affiliates" ADD CONSTRAINT "affiliates_recruited_by_known_affiliate" FOREIGN KEY ("company_id","recruited_by") REFERENCES "public"."affiliates"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "commission_plan_versions" ADD CONSTRAINT "commission_plan_versions_of_known_plan" FOREIGN KEY ("company_id","plan_id") REFERENCES "public"."commission_plans"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_accounts" ADD CONSTRAINT "ledger_accounts_of_known_member" FOREIGN KEY ("company_id","holder_id") REFERENCES "public"."users"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_balances" ADD CONSTRAINT "ledger_balances_of_known_account" FOREIGN KEY ("company_id","account_id") REFERENCES "public"."ledger_accounts"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_entries" ADD CONSTRAINT "ledger_entries_on_account_of_unit" FOREIGN KEY ("company_id","account_id","unit") REFERENCES "public"."ledger_accounts"("company_id","id","unit") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "affiliate_payout_items" ADD CONSTRAINT "affiliate_payout_items_in_known_payout" FOREIGN KEY ("company_id","payout_id") REFERENCES "public"."affiliate_payouts"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "affiliate_payout_items" ADD CONSTRAINT "affiliate_payout_items_to_known_affiliate" FOREIGN KEY ("company_id","affiliate_id") REFERENCES "public"."affiliates"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "affiliate_payout_parts" ADD CONSTRAINT "affiliate_payout_parts_of_known_item" FOREIGN KEY ("company_id","item_id") REFERENCES "public"."affiliate_payout_items"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "affiliate_payout_parts" ADD CONSTRAINT "affiliate_payout_parts_of_known_commission" FOREIGN KEY ("company_id","commission_id") REFERENCES "public"."affiliate_commissions"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reconciliation_repairs" ADD CONSTRAINT "reconciliation_repairs_of_known_run" FOREIGN KEY ("company_id","run_id") REFERENCES "public"."reconciliation_runs"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "referral_conversions_over_refunded" ON "referral_conversions" USING btree ("company_id","occurred_at") WHERE "referral_conversions"."over_refunded_minor" > 0;--> statement-breakpoint
CREATE INDEX "affiliate_commissions_by_conversion" ON "affiliate_commissions" USING btree ("company_id","conversion_id");--> statement-breakpoint
CREATE INDEX "affiliate_commissions_by_affiliate" ON "affiliate_commissions" USING btree ("company_id","affiliate_id","occurred_at","id");--> statement-breakpoint
CREATE INDEX "affiliate_commissions_by_time" ON "affiliate_commissions" USING btree ("company_id","occurred_at","id");--> statement-breakpoint
CREATE INDEX "affiliate_commissions_by_referral" ON "affiliate_commissions" USING btree ("company_id","referral_id");--> statement-breakpoint
CREATE INDEX "affiliate_commissions_unpaid" ON "affiliate_commissions" USING btree ("company_id","affiliate_id","currency") WHERE "affiliate_commissions"."earned_minor" - "affiliate_commissions"."reversed_minor" <> "affiliate_commissions"."paid_minor";--> statement-breakpoint
CREATE INDEX "affiliates_by_status" ON "affiliates" USING btree ("company_id","status","applied_at");--> statement-breakpoint
CREATE INDEX "affiliates_by_recruiter" ON "affiliates" USING btree ("company_id","recruited_by");--> statement-breakpoint
CREATE UNIQUE INDEX "commission_plans_one_default" ON "commission_plans" USING btree ("company_id") WHERE "commission_plans"."is_default";--> statement-breakpoint
CREATE UNIQUE INDEX "commission_plans_named_once" ON "commission_plans" USING btree ("company_id","name") WHERE "commission_plans"."archived_at" IS NULL;--> statement-breakpoint
CREATE INDEX "api_keys_by_time" ON "api_keys" USING btree ("company_id","created_at");--> statement-breakpoint
CREATE INDEX "ledger_entries_by_account" ON "ledger_entries" USING btree ("company_id","account_id","posting_id");--> statement-breakpoint
CREATE INDEX "ledger_entries_by_source" ON "ledger_entries" USING btree ("company_id","source_id");--> statement-breakpoint
CREATE INDEX "affiliate_payout_items_by_affiliate" ON "affiliate_payout_items" USING btree ("company_id","affiliate_id","created_at");--> statement-breakpoint
CREATE INDEX "affiliate_payout_items_troubled" ON "affiliate_payout_items" USING btree ("company_id","created_at") WHERE "affiliate_payout_items"."status" IN ('unknown', 'failed', 'held');--> statement-breakpoint
CREATE INDEX "affiliate_payout_parts_by_commission" ON "affiliate_payout_parts" USING btree ("company_id","commission_id");--> statement-breakpoint
CREATE UNIQUE INDEX "affiliate_payouts_one_open" ON "affiliate_payouts" USING btree ("company_id") WHERE "affiliate_payouts"."status" IN ('draft', 'approved', 'processing');--> statement-breakpoint
CREATE INDEX "affiliate_payouts_by_time" ON "affiliate_payouts" USING btree ("company_id","created_at","id");--> statement-breakpoint
CREATE INDEX "reconciliation_repairs_by_time" ON "reconciliation_repairs" USING btree ("company_id","repaired_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "reconciliation_runs_one_at_a_time" ON "reconciliation_runs" USING btree ("company_id") WHERE "reconciliation_runs"."state" = 'running';--> statement-breakpoint
CREATE INDEX "reconciliation_runs_by_time" ON "reconciliation_runs" USING btree ("company_id","started_at");--> statement-breakpoint
ALTER TABLE "products" ADD CONSTRAINT "products_known_conversion_type" CHECK ("products"."conversion_type" IN ('subscription', 'one_time_purchase', 'event_ticket', 'service_booking', 'marketplace_order', 'donation', 'trial', 'free'));