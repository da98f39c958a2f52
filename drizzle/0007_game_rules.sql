-- Row-level security, rights and triggers of the tables of 0006.
DO $$
DECLARE
  tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY[
    'badges', 'campaign_participants', 'campaign_points', 'campaign_prizes', 'campaign_score_counts',
    'campaign_standings', 'campaign_versions', 'export_parts', 'exports', 'member_badges', 'member_preferences',
    'notifications', 'reward_codes', 'reward_payables', 'reward_payout_parts', 'score_counts_before', 'stats_comparisons', 'trust_scores', 'vouch_configs',
    'vouches']
  LOOP
    PERFORM apply_tenancy(format('public.%I', tenant_table)::regclass);
  END LOOP;
END $$;

GRANT SELECT, INSERT, UPDATE ON
  badges, campaign_points, exports, notifications, reward_codes, reward_payables, trust_scores, vouch_configs, vouches TO referly_app;
-- Append-only: the terms, the frozen standing, who won what, and what was earned once.
GRANT SELECT, INSERT ON
  campaign_prizes, campaign_standings, campaign_versions, member_badges, stats_comparisons TO referly_app;
-- Derived and found anew, or kept for some days, or a person's own choice.
GRANT SELECT, INSERT, UPDATE, DELETE ON
  campaign_participants, campaign_score_counts, export_parts, member_preferences, score_counts_before TO referly_app;
-- The parts of an item are found anew when it is sent.
GRANT SELECT, INSERT, UPDATE, DELETE ON reward_payout_parts TO referly_app;
-- What was told names people: it goes with them. An export ends by its date.
GRANT DELETE ON notifications, exports TO referly_app;

DO $$
DECLARE
  target text;
BEGIN
  FOREACH target IN ARRAY ARRAY[
    'badges', 'campaign_points', 'exports', 'member_preferences', 'notifications', 'reward_payables', 'vouch_configs']
  LOOP
    EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE ON public.%I FOR EACH ROW EXECUTE FUNCTION update_updated_at_column()',
      'update_' || target || '_updated_at', target);
  END LOOP;
END $$;

-- What whoever joins pays less rides on the checkout's address: of the community's discounts for them the one that
-- is good for the plan, a running campaign's before the others.
CREATE FUNCTION checkout_promo(p_company_id text, p_plan_id text, p_url text) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, public AS $$
  SELECT coalesce((
    SELECT CASE WHEN p_url LIKE '%?%' THEN '&' ELSE '?' END || 'promoCode=' || (w.checkout_code ->> 'code')
      FROM rewards w
      LEFT JOIN campaigns g ON g.company_id = w.company_id AND g.id = w.campaign_id
     WHERE w.company_id = p_company_id AND w.is_active AND w.checkout_code ->> 'code' ~ '^[A-Z0-9]+$'
       AND (w.campaign_id IS NULL OR (g.status = 'active' AND g.paused_at IS NULL))
       AND (w.reward_data -> 'planIds' IS NULL OR w.reward_data -> 'planIds' ? p_plan_id)
       AND (w.reward_data ->> 'productId' IS NULL OR EXISTS (
             SELECT FROM plans p WHERE p.company_id = w.company_id AND p.plan_id = p_plan_id
                AND p.product_id = w.reward_data ->> 'productId'))
     ORDER BY w.campaign_id IS NULL, w.created_at, w.id LIMIT 1), '')
$$;
REVOKE ALL ON FUNCTION checkout_promo(text, text, text) FROM PUBLIC;

CREATE OR REPLACE FUNCTION resolve_codes(p_codes text[]) RETURNS TABLE (
  code text, company_id text, code_id uuid, user_id uuid, is_active boolean, expires_at timestamptz,
  max_uses integer, uses integer, purchase_url text, title text, route text, visitor_cookie boolean
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  RETURN QUERY
  SELECT d.code, d.company_id, r.id, r.user_id, r.is_active, o.expires_at, o.max_uses,
         -- Counted on the spot, and only for the few links that have a limit.
         CASE WHEN o.max_uses IS NULL THEN 0 ELSE
           (SELECT count(*)::integer FROM referrals f
             WHERE f.company_id = d.company_id AND f.referral_code_id = d.code_id
               AND (f.cancel_reason IS NULL OR f.cancel_reason NOT IN ('superseded', 'no_longer_credited'))) END,
         (SELECT k.purchase_url || checkout_promo(d.company_id, k.plan_id, k.purchase_url)
            FROM checkout_configurations k
           WHERE k.company_id = d.company_id AND k.code_id = d.code_id AND k.is_live
             AND k.plan_id = coalesce(o.plan_id, c.settings ->> 'defaultPlanId', k.plan_id)
           ORDER BY k.created_at DESC LIMIT 1),
         c.title, c.route, c.settings ->> 'visitorCookie' IS DISTINCT FROM 'false'
  FROM code_directory d
  JOIN referral_codes r ON r.company_id = d.company_id AND r.id = d.code_id
  JOIN companies c ON c.company_id = d.company_id
  LEFT JOIN referral_code_options o ON o.company_id = d.company_id AND o.code_id = d.code_id
  WHERE d.code = ANY (p_codes);
END $$;
