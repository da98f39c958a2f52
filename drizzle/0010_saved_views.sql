CREATE TABLE "saved_views" (
	"company_id" text NOT NULL,
	"id" uuid NOT NULL,
	"page" text NOT NULL,
	"name" text NOT NULL,
	"query" jsonb NOT NULL,
	"created_by" uuid NOT NULL,
	"archived_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "saved_views_pkey" PRIMARY KEY("company_id","id"),
	CONSTRAINT "saved_views_of_known_page" CHECK ("saved_views"."page" IN ('referrals', 'affiliates', 'ledger'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX "saved_views_one_per_name" ON "saved_views" USING btree ("company_id","page",lower("name")) WHERE "saved_views"."archived_at" IS NULL;--> statement-breakpoint
SELECT apply_tenancy('public.saved_views'::regclass);--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON saved_views TO referly_app;--> statement-breakpoint
CREATE TRIGGER "update_saved_views_updated_at" BEFORE UPDATE ON "saved_views" FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
