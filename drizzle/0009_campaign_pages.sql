-- The public page of a campaign: whether there is one, where it is, and who agreed to be named on it.
ALTER TABLE "campaigns" ADD COLUMN "is_public" boolean DEFAULT false NOT NULL;
ALTER TABLE "campaigns" ADD COLUMN "page_path" text;
ALTER TABLE "campaigns" ADD CONSTRAINT "campaigns_public_at_an_address" CHECK (NOT "campaigns"."is_public" OR "campaigns"."page_path" IS NOT NULL);
ALTER TABLE "member_preferences" ADD COLUMN "named_publicly" boolean DEFAULT false NOT NULL;
CREATE TABLE "page_directory" (
	"path" text PRIMARY KEY NOT NULL,
	"company_id" text NOT NULL,
	"campaign_id" uuid
);

-- As with links: the machinery reads all of it, a company its own entries, and only a company adds its own.
ALTER TABLE page_directory ENABLE ROW LEVEL SECURITY;
ALTER TABLE page_directory FORCE ROW LEVEL SECURITY;
CREATE POLICY readable ON page_directory FOR SELECT TO referly_app
  USING (current_setting('app.scope', true) = 'machinery'
         OR company_id = nullif(current_setting('app.company_id', true), ''));
CREATE POLICY own_entries ON page_directory FOR INSERT TO referly_app
  WITH CHECK (company_id = nullif(current_setting('app.company_id', true), ''));
GRANT SELECT, INSERT ON page_directory TO referly_app;
