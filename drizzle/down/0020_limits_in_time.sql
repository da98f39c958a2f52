DROP INDEX "referral_clicks_by_visitor";
CREATE INDEX "referral_clicks_by_visitor" ON "referral_clicks" USING btree ("company_id","code_id","visitor_key","clicked_at");
DROP INDEX "payments_by_promo_code";
ALTER TABLE "rewards" DROP COLUMN "checkout_generation";
ALTER TABLE "referral_code_options" DROP COLUMN "earlier";
ALTER TABLE "referral_code_options" DROP COLUMN "paused_by_team";
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
  FROM unnest(p_webhook_ids, p_bodies, p_body_hashes) AS r(webhook_id, body, body_hash)
  ORDER BY r.webhook_id
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
