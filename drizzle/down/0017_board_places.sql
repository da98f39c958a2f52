DROP INDEX "campaign_participants_board";
DROP INDEX "member_stats_board";
ALTER TABLE "campaign_participants" DROP COLUMN "board_order";
ALTER TABLE "member_stats" DROP COLUMN "board_order";
CREATE INDEX "campaign_participants_board" ON "campaign_participants" USING btree ("company_id","campaign_id","points" DESC NULLS FIRST,"score_reached_at");
CREATE INDEX "member_stats_board" ON "member_stats" USING btree ("company_id","period","period_start","score" DESC NULLS FIRST,"score_reached_at");
