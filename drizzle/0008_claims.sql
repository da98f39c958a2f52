CREATE TABLE "referral_claims" (
	"company_id" text NOT NULL,
	"id" uuid NOT NULL,
	"claimer_id" uuid NOT NULL,
	"referred_id" uuid,
	"referred_username" text,
	"words" text,
	"told_on" date NOT NULL,
	"status" text DEFAULT 'open' NOT NULL,
	"filed_at" timestamp with time zone NOT NULL,
	"approved_at" timestamp with time zone,
	"decided_at" timestamp with time zone,
	"decided_by" uuid,
	"decision_reason" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "referral_claims_pkey" PRIMARY KEY("company_id","id"),
	CONSTRAINT "referral_claims_known_status" CHECK ("referral_claims"."status" IN ('open', 'approved', 'rejected', 'withdrawn')),
	CONSTRAINT "referral_claims_about_somebody_else" CHECK ("referral_claims"."referred_id" <> "referral_claims"."claimer_id"),
	CONSTRAINT "referral_claims_approved_about_a_member" CHECK ("referral_claims"."status" <> 'approved' OR "referral_claims"."referred_id" IS NOT NULL),
	CONSTRAINT "referral_claims_open_until_decided" CHECK (("referral_claims"."status" = 'open') = ("referral_claims"."decided_at" IS NULL))
);
--> statement-breakpoint
ALTER TABLE "notifications" DROP CONSTRAINT "notifications_known_kind";--> statement-breakpoint
ALTER TABLE "referral_claims" ADD CONSTRAINT "referral_claims_by_known_member" FOREIGN KEY ("company_id","claimer_id") REFERENCES "public"."users"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referral_claims" ADD CONSTRAINT "referral_claims_about_known_member" FOREIGN KEY ("company_id","referred_id") REFERENCES "public"."users"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "referral_claims_one_open_per_member" ON "referral_claims" USING btree ("company_id","claimer_id","referred_id") WHERE "referral_claims"."status" = 'open';--> statement-breakpoint
CREATE UNIQUE INDEX "referral_claims_one_open_per_name" ON "referral_claims" USING btree ("company_id","claimer_id",lower("referred_username")) WHERE "referral_claims"."status" = 'open' AND "referral_claims"."referred_id" IS NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "referral_claims_one_approved_per_member" ON "referral_claims" USING btree ("company_id","referred_id") WHERE "referral_claims"."status" = 'approved';--> statement-breakpoint
CREATE INDEX "referral_claims_by_status" ON "referral_claims" USING btree ("company_id","status","id");--> statement-breakpoint
CREATE INDEX "referral_claims_by_claimer" ON "referral_claims" USING btree ("company_id","claimer_id","id");--> statement-breakpoint
CREATE INDEX "referral_claims_by_member" ON "referral_claims" USING btree ("company_id","referred_id");--> statement-breakpoint
CREATE INDEX "referral_claims_waiting" ON "referral_claims" USING btree ("company_id",lower("referred_username")) WHERE "referral_claims"."status" = 'open' AND "referral_claims"."referred_id" IS NULL;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_known_kind" CHECK ("notifications"."kind" IN ('joined', 'counted', 'reward_ready', 'reward_expiring', 'overtaken', 'campaign_starting', 'campaign_ending', 'prize_won', 'claim_decided', 'decision_needed', 'budget_low', 'pool_low', 'webhooks_silent'));--> statement-breakpoint
SELECT apply_tenancy('public.referral_claims'::regclass);--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON referral_claims TO referly_app;--> statement-breakpoint
CREATE TRIGGER "update_referral_claims_updated_at" BEFORE UPDATE ON "referral_claims" FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();--> statement-breakpoint
-- What people write into a claim may name anybody, and goes with them.
GRANT EXECUTE ON FUNCTION without_words(text, text[], text[], text) TO referly_app;
