-- Addresses that were given out lead nowhere afterwards.
DROP TABLE "page_directory";
ALTER TABLE "member_preferences" DROP COLUMN "named_publicly";
ALTER TABLE "campaigns" DROP CONSTRAINT "campaigns_public_at_an_address";
ALTER TABLE "campaigns" DROP COLUMN "page_path";
ALTER TABLE "campaigns" DROP COLUMN "is_public";
