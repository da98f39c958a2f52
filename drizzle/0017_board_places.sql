DROP INDEX "campaign_participants_board";--> statement-breakpoint
DROP INDEX "member_stats_board";--> statement-breakpoint
CREATE INDEX "campaign_participants_board" ON "campaign_participants" USING btree ("company_id","campaign_id",(-"points"),"score_reached_at","user_id") WHERE "campaign_participants"."points" > 0;--> statement-breakpoint
CREATE INDEX "member_stats_board" ON "member_stats" USING btree ("company_id","period","period_start",(-"score"),"score_reached_at","user_id") WHERE "member_stats"."score" > 0;