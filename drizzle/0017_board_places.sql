DROP INDEX "campaign_participants_board";--> statement-breakpoint
DROP INDEX "member_stats_board";--> statement-breakpoint
ALTER TABLE "campaign_participants" ADD COLUMN "board_order" integer GENERATED ALWAYS AS (-points) STORED;--> statement-breakpoint
ALTER TABLE "member_stats" ADD COLUMN "board_order" integer GENERATED ALWAYS AS (-score) STORED;--> statement-breakpoint
CREATE INDEX "campaign_participants_board" ON "campaign_participants" USING btree ("company_id","campaign_id","board_order","score_reached_at","user_id") WHERE "campaign_participants"."points" > 0;--> statement-breakpoint
CREATE INDEX "member_stats_board" ON "member_stats" USING btree ("company_id","period","period_start","board_order","score_reached_at","user_id") WHERE "member_stats"."score" > 0;