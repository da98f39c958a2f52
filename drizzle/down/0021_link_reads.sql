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
