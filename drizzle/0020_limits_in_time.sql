-- The community is in every link's id already: an index without it is half as large, and a click is compared by numbers.
DROP INDEX "referral_clicks_by_visitor";--> statement-breakpoint
ALTER TABLE "referral_code_options" ADD COLUMN "paused_by_team" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "referral_code_options" ADD COLUMN "earlier" jsonb;--> statement-breakpoint
ALTER TABLE "rewards" ADD COLUMN "checkout_generation" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "payments_by_promo_code" ON "payments" USING btree ("company_id","promo_code_id") WHERE "payments"."promo_code_id" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "referral_clicks_by_visitor" ON "referral_clicks" USING btree ("code_id","visitor_key","clicked_at");--> statement-breakpoint
-- Of links that are paused, what they were before is known: open, until they were changed last.
DO $$
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  INSERT INTO referral_code_options AS o (company_id, code_id, user_id, earlier)
  SELECT r.company_id, r.id, r.user_id, jsonb_build_array(jsonb_build_object(
           'until', r.updated_at, 'isActive', true, 'expiresAt', k.expires_at, 'maxUses', k.max_uses))
  FROM referral_codes r
  LEFT JOIN referral_code_options k ON k.company_id = r.company_id AND k.code_id = r.id
  WHERE NOT r.is_active AND r.updated_at IS NOT NULL
  ON CONFLICT (company_id, code_id) DO UPDATE SET earlier = excluded.earlier;
  -- Who paused them is in the log.
  UPDATE referral_code_options o SET paused_by_team = true
  FROM referral_codes r
  WHERE r.company_id = o.company_id AND r.id = o.code_id AND NOT r.is_active AND (
    SELECT a.actor_kind <> 'member' FROM audit_logs a
    WHERE a.company_id = o.company_id AND a.subject_type = 'link' AND a.subject_id = o.code_id::text
      AND a.action = 'link.updated' AND a.details -> 'before' ->> 'isActive' = 'true'
      AND a.details -> 'after' ->> 'isActive' = 'false'
    ORDER BY a.id DESC LIMIT 1);
  -- A code of before may be out of use, and Whop repeats for a day what it answered to its key.
  UPDATE rewards SET checkout_generation = 1 + coalesce((checkout_code ->> 'generation')::integer, 0)
  WHERE reward_type = 'discount';
END $$;--> statement-breakpoint
-- Of bodies under one id in one batch the first is kept, in the order in which they came.
CREATE OR REPLACE FUNCTION record_webhooks(
  p_webhook_ids text[], p_bodies text[], p_body_hashes text[], p_received_at timestamptz
) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  written integer;
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  INSERT INTO webhook_events (webhook_id, body, body_hash, received_at, next_attempt_at)
  SELECT DISTINCT ON (r.webhook_id) r.webhook_id, r.body, r.body_hash, p_received_at, p_received_at
  FROM unnest(p_webhook_ids, p_bodies, p_body_hashes) WITH ORDINALITY AS r(webhook_id, body, body_hash, nth)
  ORDER BY r.webhook_id, r.nth
  ON CONFLICT (webhook_id) DO NOTHING;
  GET DIAGNOSTICS written = ROW_COUNT;
  IF written < cardinality(p_webhook_ids) THEN
    UPDATE webhook_events w SET conflicts = w.conflicts + r.others
    FROM (SELECT i.webhook_id, count(*)::integer AS others
          FROM unnest(p_webhook_ids, p_body_hashes) AS i(webhook_id, body_hash)
          JOIN webhook_events known ON known.webhook_id = i.webhook_id AND known.body_hash <> i.body_hash
          GROUP BY i.webhook_id) r
    WHERE w.webhook_id = r.webhook_id;
  END IF;
  RETURN written;
END $$;
