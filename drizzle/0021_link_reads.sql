-- Links are read again all the time, in batches and one by one. The friend's discount is looked up once for each plan
-- and not for each link, and what one link costs to be planned anew cost more than to be read: one plan serves them all.
CREATE OR REPLACE FUNCTION resolve_codes(p_codes text[]) RETURNS TABLE (
  code text, company_id text, code_id uuid, user_id uuid, is_active boolean, expires_at timestamptz,
  max_uses integer, uses integer, purchase_url text, title text, route text, visitor_cookie boolean
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  RETURN QUERY
  WITH found AS MATERIALIZED (
    SELECT d.code, d.company_id, r.id, r.user_id, r.is_active, o.expires_at, o.max_uses, k.plan_id, k.purchase_url,
           k.purchase_url LIKE '%?%' AS has_query, c.title, c.route,
           c.settings ->> 'visitorCookie' IS DISTINCT FROM 'false' AS visitor_cookie
      FROM code_directory d
      JOIN referral_codes r ON r.company_id = d.company_id AND r.id = d.code_id
      JOIN companies c ON c.company_id = d.company_id
      LEFT JOIN referral_code_options o ON o.company_id = d.company_id AND o.code_id = d.code_id
      LEFT JOIN LATERAL (
        SELECT k.plan_id, k.purchase_url FROM checkout_configurations k
         WHERE k.company_id = d.company_id AND k.code_id = d.code_id AND k.is_live
           AND k.plan_id = coalesce(o.plan_id, c.settings ->> 'defaultPlanId', k.plan_id)
         ORDER BY k.created_at DESC LIMIT 1) k ON true
     WHERE d.code = ANY (p_codes)
  ), promos AS MATERIALIZED (
    SELECT p.company_id, p.plan_id, p.has_query, checkout_promo(p.company_id, p.plan_id, p.purchase_url) AS promo
      FROM (SELECT DISTINCT ON (f.company_id, f.plan_id, f.has_query) f.company_id, f.plan_id, f.has_query, f.purchase_url
              FROM found f WHERE f.plan_id IS NOT NULL) p
  )
  SELECT f.code, f.company_id, f.id, f.user_id, f.is_active, f.expires_at, f.max_uses,
         -- Counted on the spot, and only for the few links that have a limit.
         CASE WHEN f.max_uses IS NULL THEN 0 ELSE
           (SELECT count(*)::integer FROM referrals t
             WHERE t.company_id = f.company_id AND t.referral_code_id = f.id
               AND (t.cancel_reason IS NULL OR t.cancel_reason NOT IN ('superseded', 'no_longer_credited'))) END,
         f.purchase_url || p.promo, f.title, f.route, f.visitor_cookie
    FROM found f
    LEFT JOIN promos p ON p.company_id = f.company_id AND p.plan_id = f.plan_id AND p.has_query = f.has_query;
END $$;
