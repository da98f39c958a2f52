-- One batch of clicks, of any companies, in one statement. A human request whose visitor was on the same link
-- in the 24 hours before is a duplicate. A visitor may be known under an earlier key too: the one of their first
-- visit, before they had a cookie. Repetitions inside one batch are marked by the caller.
CREATE FUNCTION record_clicks(
  p_ids uuid[], p_company_ids text[], p_code_ids uuid[], p_clicked_at timestamptz[], p_classes text[],
  p_visitor_keys bigint[], p_network_keys bigint[], p_by_cookie boolean[], p_to_fallback boolean[],
  p_devices text[], p_countries text[], p_referrer_hosts text[], p_utms text[], p_earlier_keys bigint[] DEFAULT NULL
) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  written integer;
  v_from timestamptz;
  v_to timestamptz;
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  -- How far all rows together look back: known before the statement begins, so that it opens only the months it needs.
  SELECT min(at) - interval '24 hours', max(at) INTO v_from, v_to FROM unnest(p_clicked_at) AS at;
  -- Null for most batches: few visitors come back within a day of their first visit.
  IF p_earlier_keys IS NOT NULL THEN
    SELECT array_agg(CASE WHEN r.class = 'human' AND r.earlier_key IS NOT NULL AND EXISTS (
                       SELECT FROM referral_clicks c
                       WHERE c.company_id = r.company_id AND c.code_id = r.code_id AND c.visitor_key = r.earlier_key
                         AND c.clicked_at > r.clicked_at - interval '24 hours' AND c.clicked_at <= r.clicked_at
                         AND c.class IN ('human', 'duplicate'))
                     THEN 'duplicate' ELSE r.class END ORDER BY r.nth)
      INTO p_classes
      FROM unnest(p_company_ids, p_code_ids, p_clicked_at, p_classes, p_earlier_keys) WITH ORDINALITY
        AS r(company_id, code_id, clicked_at, class, earlier_key, nth);
  END IF;
  INSERT INTO referral_clicks (id, company_id, code_id, clicked_at, class, visitor_key, network_key, by_cookie,
                               to_fallback, device, country, referrer_host, utm)
  SELECT r.id, r.company_id, r.code_id, r.clicked_at,
         CASE WHEN r.class = 'human' AND EXISTS (
                SELECT FROM referral_clicks c
                WHERE c.company_id = r.company_id AND c.code_id = r.code_id AND c.visitor_key = r.visitor_key
                  AND c.clicked_at > v_from AND c.clicked_at <= v_to
                  AND r.clicked_at - c.clicked_at >= interval '0' AND r.clicked_at - c.clicked_at < interval '24 hours'
                  AND c.class IN ('human', 'duplicate'))
              THEN 'duplicate' ELSE r.class END,
         r.visitor_key, r.network_key, r.by_cookie, r.to_fallback, r.device, r.country, r.referrer_host, r.utm::jsonb
  FROM unnest(p_ids, p_company_ids, p_code_ids, p_clicked_at, p_classes, p_visitor_keys, p_network_keys,
              p_by_cookie, p_to_fallback, p_devices, p_countries, p_referrer_hosts, p_utms)
    AS r(id, company_id, code_id, clicked_at, class, visitor_key, network_key, by_cookie, to_fallback, device,
         country, referrer_host, utm);
  GET DIAGNOSTICS written = ROW_COUNT;
  RETURN written;
END $$;

-- What the public look-up of a link needs to answer a visitor, for a batch of codes of any companies. A code is
-- the key to exactly this: nothing here is more than following the link shows.
CREATE FUNCTION resolve_codes(p_codes text[]) RETURNS TABLE (
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
         (SELECT k.purchase_url FROM checkout_configurations k
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

-- One batch of proven webhooks. A known id keeps its first body; another body under it is counted as a conflict.
CREATE FUNCTION record_webhooks(
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

-- Lets go of what is kept for a time only: the bodies of old webhooks, whose ids stay for ever, and old runs of jobs.
CREATE FUNCTION trim_machinery(p_bodies_before timestamptz, p_runs_before timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  bodies integer;
  runs integer;
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  UPDATE webhook_events SET body = NULL WHERE received_at < p_bodies_before AND body IS NOT NULL;
  GET DIAGNOSTICS bodies = ROW_COUNT;
  DELETE FROM job_log WHERE started_at < p_runs_before AND state <> 'dead';
  GET DIAGNOSTICS runs = ROW_COUNT;
  RETURN bodies + runs;
END $$;

-- A member's numbers in the company of the session, with rank 1, 1, 3 from the histogram of scores.
-- SECURITY INVOKER: row-level security applies to the caller, who sees no row without a tenant.
CREATE FUNCTION get_referral_stats(p_user_ids uuid[])
RETURNS TABLE (
  user_id uuid, human integer, bot integer, preview integer, prefetch integer, duplicate integer, self integer,
  test integer, signups integer, conversions_confirmed integer, conversions_provisional integer,
  conversions_clicked integer, score integer, streak_days integer, streak_until date, revenue jsonb, rank bigint,
  ranked_members bigint
) LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, public AS $$
  WITH tenant AS (SELECT nullif(current_setting('app.company_id', true), '') AS company_id),
  counts AS MATERIALIZED (
    SELECT c.score, c.members, sum(c.members) OVER (ORDER BY c.score DESC) - c.members AS ahead,
           sum(c.members) OVER () AS everyone
    FROM score_counts c, tenant t
    WHERE c.company_id = t.company_id AND c.period = 'all' AND c.period_start = DATE '1970-01-01' AND c.score > 0
  )
  SELECT s.user_id, s.human, s.bot, s.preview, s.prefetch, s.duplicate, s.self, s.test, s.signups,
         s.conversions_confirmed, s.conversions_provisional, s.conversions_clicked, s.score, s.streak_days,
         s.streak_until, s.revenue, (c.ahead + 1)::bigint, c.everyone::bigint
  FROM tenant t
  JOIN member_stats s ON s.company_id = t.company_id AND s.user_id = ANY (p_user_ids)
                     AND s.period = 'all' AND s.period_start = DATE '1970-01-01'
  LEFT JOIN counts c ON c.score = s.score
$$;

CREATE FUNCTION get_referral_stats(p_user_id uuid)
RETURNS TABLE (
  user_id uuid, human integer, bot integer, preview integer, prefetch integer, duplicate integer, self integer,
  test integer, signups integer, conversions_confirmed integer, conversions_provisional integer,
  conversions_clicked integer, score integer, streak_days integer, streak_until date, revenue jsonb, rank bigint,
  ranked_members bigint
) LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, public AS $$
  SELECT * FROM get_referral_stats(ARRAY[p_user_id])
$$;

-- Sets the counters of every link of the session's company, or of the links named, from the rows. A referral
-- that was refunded has used the link; one whose credit moved to another link has not.
CREATE FUNCTION update_referral_uses(p_code_ids uuid[] DEFAULT NULL) RETURNS integer
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
  tenant text := nullif(current_setting('app.company_id', true), '');
  written integer;
BEGIN
  INSERT INTO referral_code_uses (company_id, code_id, uses, clicks, conversions)
  SELECT c.company_id, c.id,
         (SELECT count(*) FROM referrals r WHERE r.company_id = c.company_id AND r.referral_code_id = c.id
            AND (r.cancel_reason IS NULL OR r.cancel_reason NOT IN ('superseded', 'no_longer_credited'))),
         (SELECT coalesce(sum(l.human), 0) FROM link_stats l WHERE l.company_id = c.company_id AND l.code_id = c.id),
         (SELECT count(*) FROM referrals r WHERE r.company_id = c.company_id AND r.referral_code_id = c.id
            AND r.status IN ('converted', 'activated'))
  FROM referral_codes c
  WHERE c.company_id = tenant AND (p_code_ids IS NULL OR c.id = ANY (p_code_ids))
  ON CONFLICT (company_id, code_id) DO UPDATE
    SET uses = excluded.uses, clicks = excluded.clicks, conversions = excluded.conversions
    WHERE (referral_code_uses.uses, referral_code_uses.clicks, referral_code_uses.conversions)
          IS DISTINCT FROM (excluded.uses, excluded.clicks, excluded.conversions);
  GET DIAGNOSTICS written = ROW_COUNT;
  RETURN written;
END $$;

-- The cohort of members who joined on a day (UTC): what they brought within the window after their own join.
-- Gross counts every referred member who paid; net those who, when the window had passed, were neither refunded
-- nor gone, so that a cohort's figures stand still once it is mature.
CREATE FUNCTION update_daily_viral_metrics(p_date date, p_window_days integer DEFAULT 30) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
  tenant text := nullif(current_setting('app.company_id', true), '');
BEGIN
  IF tenant IS NULL THEN
    RETURN;
  END IF;
  INSERT INTO viral_metrics (company_id, metric_date, window_days, cohort_members, invitations, referred_members,
                             net_referred_members, referred_squares, net_referred_squares, viral_coefficient,
                             net_viral_coefficient, cycle_time_days, cycle_times)
  WITH cohort AS (
    SELECT u.id, u.joined_at, u.joined_at + make_interval(days => p_window_days) AS window_end
    FROM users u
    WHERE u.company_id = tenant AND u.joined_at >= (p_date::timestamp AT TIME ZONE 'UTC')
      AND u.joined_at < ((p_date + 1)::timestamp AT TIME ZONE 'UTC')
  ),
  brought AS (
    SELECT c.id, extract(epoch FROM r.signed_up_at - c.joined_at) / 86400 AS days,
           (r.cancelled_at IS NULL OR r.cancelled_at > c.window_end)
             AND (NOT EXISTS (SELECT FROM memberships m WHERE m.company_id = tenant AND m.whop_user_id = friend.whop_user_id)
                  OR EXISTS (SELECT FROM memberships m WHERE m.company_id = tenant AND m.whop_user_id = friend.whop_user_id
                               AND m.whop_created_at <= c.window_end
                               AND m.status <> 'drafted' AND (m.status NOT IN ('canceled', 'expired') OR m.state_at > c.window_end))) AS is_kept
    FROM cohort c
    JOIN referrals r ON r.company_id = tenant AND r.referrer_id = c.id
    JOIN users friend ON friend.company_id = tenant AND friend.id = r.referred_id
    WHERE r.converted_at IS NOT NULL AND r.review <> 'rejected' AND r.signed_up_at BETWEEN c.joined_at AND c.window_end
  ),
  per AS (
    SELECT c.id,
           (SELECT coalesce(sum(l.human), 0)::integer FROM link_stats l
             WHERE l.company_id = tenant AND l.user_id = c.id
               AND l.day BETWEEN p_date AND p_date + p_window_days) AS invitations,
           count(b.id)::bigint AS brought, (count(*) FILTER (WHERE b.is_kept))::bigint AS kept
    FROM cohort c LEFT JOIN brought b ON b.id = c.id
    GROUP BY c.id
  )
  SELECT tenant, p_date, p_window_days, count(*), coalesce(sum(per.invitations), 0), coalesce(sum(per.brought), 0),
         coalesce(sum(per.kept), 0), coalesce(sum(per.brought * per.brought), 0),
         coalesce(sum(per.kept * per.kept), 0), sum(per.brought)::numeric / nullif(count(*), 0),
         sum(per.kept)::numeric / nullif(count(*), 0),
         (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY b.days) FROM brought b WHERE b.days >= 0),
         (SELECT coalesce(jsonb_object_agg(t.tenths, t.pairs), '{}'::jsonb)
            FROM (SELECT floor(b.days * 10)::integer AS tenths, count(*) AS pairs
                    FROM brought b WHERE b.days >= 0 GROUP BY 1) t)
  FROM per
  ON CONFLICT (company_id, metric_date) DO UPDATE SET
    window_days = excluded.window_days, cohort_members = excluded.cohort_members, invitations = excluded.invitations,
    referred_members = excluded.referred_members, net_referred_members = excluded.net_referred_members,
    referred_squares = excluded.referred_squares, net_referred_squares = excluded.net_referred_squares,
    viral_coefficient = excluded.viral_coefficient, net_viral_coefficient = excluded.net_viral_coefficient,
    cycle_time_days = excluded.cycle_time_days, cycle_times = excluded.cycle_times;
END $$;

-- One row per link, over all companies; never granted to the app's role, which reads its own company's rows
-- through get_referral_performance_summary().
CREATE MATERIALIZED VIEW referral_performance_summary AS
  SELECT c.company_id, c.id AS referral_code_id, c.user_id, c.code,
         coalesce(l.clicks, 0) AS clicks, coalesce(r.signups, 0) AS signups, coalesce(r.conversions, 0) AS conversions,
         r.last_conversion_at
  FROM referral_codes c
  LEFT JOIN (SELECT company_id, code_id, sum(human) AS clicks FROM link_stats GROUP BY 1, 2) l
    ON l.company_id = c.company_id AND l.code_id = c.id
  LEFT JOIN (SELECT company_id, referral_code_id, count(*) FILTER (WHERE cancel_reason IS NULL
                      OR cancel_reason NOT IN ('superseded', 'no_longer_credited')) AS signups,
                    count(*) FILTER (WHERE status IN ('converted', 'activated')) AS conversions,
                    max(converted_at) AS last_conversion_at
             FROM referrals GROUP BY 1, 2) r
    ON r.company_id = c.company_id AND r.referral_code_id = c.id
  WITH NO DATA;
CREATE UNIQUE INDEX referral_performance_summary_by_code
  ON referral_performance_summary (company_id, referral_code_id);

CREATE FUNCTION refresh_referral_performance_summary() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  IF (SELECT relispopulated FROM pg_class WHERE oid = 'public.referral_performance_summary'::regclass) THEN
    REFRESH MATERIALIZED VIEW CONCURRENTLY public.referral_performance_summary;
  ELSE
    REFRESH MATERIALIZED VIEW public.referral_performance_summary;
  END IF;
END $$;
SELECT refresh_referral_performance_summary();

CREATE FUNCTION get_referral_performance_summary()
RETURNS TABLE (referral_code_id uuid, user_id uuid, code text, clicks bigint, signups bigint, conversions bigint,
               last_conversion_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT s.referral_code_id, s.user_id, s.code, s.clicks::bigint, s.signups, s.conversions, s.last_conversion_at
  FROM referral_performance_summary s
  WHERE s.company_id = nullif(current_setting('app.company_id', true), '')
$$;

-- Without the words that name a person. The first kind is unmistakable, such as an e-mail address, and is taken out
-- wherever it stands; a name is taken out as a whole word only.
CREATE FUNCTION without_words(p_text text, p_exact text[], p_names text[], p_mark text) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, public AS $$
DECLARE
  word text;
BEGIN
  FOREACH word IN ARRAY p_exact LOOP
    p_text := regexp_replace(p_text, regexp_replace(word, '([^[:alnum:]])', '\\\1', 'g'), p_mark, 'gi');
  END LOOP;
  FOREACH word IN ARRAY p_names LOOP
    p_text := regexp_replace(p_text, '(?<![[:alnum:]_])' || regexp_replace(word, '([^[:alnum:]])', '\\\1', 'g')
                                     || '(?![[:alnum:]_])', p_mark, 'gi');
  END LOOP;
  RETURN p_text;
END $$;

-- The same for every text in a document; the names of its fields are ours and stay.
CREATE FUNCTION without_words(p_value jsonb, p_exact text[], p_names text[], p_mark text) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, public AS $$
BEGIN
  RETURN CASE jsonb_typeof(p_value)
    WHEN 'string' THEN to_jsonb(without_words(p_value #>> '{}', p_exact, p_names, p_mark))
    WHEN 'array' THEN coalesce((SELECT jsonb_agg(without_words(v, p_exact, p_names, p_mark) ORDER BY n)
                                FROM jsonb_array_elements(p_value) WITH ORDINALITY AS e(v, n)), '[]')
    WHEN 'object' THEN coalesce((SELECT jsonb_object_agg(k, without_words(v, p_exact, p_names, p_mark))
                                 FROM jsonb_each(p_value) AS e(k, v)), '{}')
    ELSE p_value END;
END $$;

-- What makes a person recognisable is taken out of everything the community of the session keeps of one member; the
-- rows, their amounts and their order stay, under a pseudonym. The tables of what was decided, done and clicked are
-- append-only for everybody else.
CREATE FUNCTION erase_member(p_user_id uuid, p_pseudonym text, p_mark text, p_exact text[], p_names text[],
                             p_codes jsonb, p_seed bigint, p_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  company text := nullif(current_setting('app.company_id', true), '');
  person text;
  own record;
  place record;
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  SELECT whop_user_id INTO STRICT person FROM users WHERE company_id = company AND id = p_user_id FOR UPDATE;
  UPDATE users SET whop_user_id = p_pseudonym, username = NULL, name = NULL, email = NULL, avatar_url = NULL,
                   profile_refreshed_at = NULL, erased_at = p_at, updated_at = p_at
    WHERE company_id = company AND id = p_user_id;

  -- Of what a checkout carried, our own reference stays: it names a link.
  UPDATE payments p
    SET whop_user_id = CASE WHEN p.whop_user_id = person THEN p_pseudonym ELSE p.whop_user_id END, instrument_key = NULL,
        metadata = (SELECT coalesce(jsonb_object_agg(k, v), '{}') FROM jsonb_each(p.metadata) AS e(k, v)
                    WHERE k IN ('referly', 'rl', 'rs'))
    WHERE p.company_id = company AND (p.whop_user_id = person OR p.whop_user_id IS NULL AND EXISTS (
            SELECT FROM memberships m
            WHERE m.company_id = company AND m.membership_id = p.membership_id AND m.whop_user_id = person));
  UPDATE memberships m
    SET whop_user_id = p_pseudonym,
        metadata = (SELECT coalesce(jsonb_object_agg(k, v), '{}') FROM jsonb_each(m.metadata) AS e(k, v)
                    WHERE k IN ('referly', 'rl', 'rs'))
    WHERE m.company_id = company AND m.whop_user_id = person;

  FOR own IN SELECT * FROM jsonb_to_recordset(p_codes) AS r(id uuid, code text, next text) LOOP
    UPDATE referral_codes SET code = own.next, is_active = false, updated_at = p_at
      WHERE company_id = company AND id = own.id;
    UPDATE code_directory SET code = own.next WHERE code = own.code AND company_id = company;
    UPDATE attribution_decisions
      SET details = replace(details::text, '"code": ' || to_json(own.code)::text, '"code": ' || to_json(own.next)::text)::jsonb
      WHERE company_id = company AND position('"code": ' || to_json(own.code)::text IN details::text) > 0;
    UPDATE audit_logs
      SET details = replace(details::text, to_json(own.code)::text, to_json(own.next)::text)::jsonb
      WHERE company_id = company AND subject_id = own.id::text;
  END LOOP;

  -- Visits stay as many as they were, of as many visitors, but nobody can tell any more whose.
  UPDATE referral_clicks c SET visitor_key = hashtextextended(c.visitor_key::text, p_seed), network_key = NULL
    WHERE c.company_id = company AND c.class = 'self'
      AND c.code_id IN (SELECT id FROM referral_codes WHERE company_id = company AND user_id = p_user_id);
  UPDATE referral_clicks c SET visitor_key = hashtextextended(c.visitor_key::text, p_seed), network_key = NULL
    WHERE c.company_id = company
      AND (c.code_id, c.visitor_key) IN (SELECT referral_code_id, click_visitor_key FROM referrals
                                          WHERE company_id = company AND referred_id = p_user_id);
  UPDATE referrals r SET click_visitor_key = hashtextextended(r.click_visitor_key::text, p_seed), click_network_key = NULL
    WHERE r.company_id = company AND r.referred_id = p_user_id;

  UPDATE audit_logs SET actor_name = p_mark WHERE company_id = company AND actor_id = p_user_id;
  UPDATE affiliates SET application = NULL, decision_note = NULL WHERE company_id = company AND user_id = p_user_id;
  -- A reward's code is known to whom it was given.
  UPDATE reward_deliveries d
    SET request = regexp_replace(d.request::text, '"code": "[^"]*"', '"code": "' || p_mark || '"', 'g')::jsonb,
        expectation = regexp_replace(d.expectation::text, '"code": "[^"]*"', '"code": "' || p_mark || '"', 'g')::jsonb,
        proof = regexp_replace(d.proof::text, '"code": "[^"]*"', '"code": "' || p_mark || '"', 'g')::jsonb
    WHERE d.company_id = company AND d.redemption_id IN (
      SELECT id FROM reward_redemptions WHERE company_id = company AND user_id = p_user_id);
  UPDATE reward_redemptions SET note = NULL, error_message = NULL WHERE company_id = company AND user_id = p_user_id;

  -- Texts that people or machines wrote, which may name anybody. Names are looked for where people write.
  FOR place IN SELECT * FROM (VALUES
      ('audit_logs', 'details', true), ('audit_logs', 'subject_id', false), ('referral_analytics', 'metadata', false),
      ('attribution_decisions', 'details', false), ('attribution_rules', 'created_by', true),
      ('referral_conversions', 'metadata', false), ('fraud_checks', 'details', false),
      ('fraud_checks', 'sentence', false), ('fraud_cases', 'decision_reason', true),
      ('reward_redemptions', 'status_reason', true), ('reward_redemptions', 'note', true),
      ('reward_redemptions', 'error_message', false), ('reward_deliveries', 'request', false),
      ('reward_deliveries', 'expectation', false), ('reward_deliveries', 'proof', false),
      ('reward_deliveries', 'attempts', false), ('reward_deliveries', 'held_reason', false),
      ('job_log', 'subject', false), ('job_log', 'message', false), ('job_log', 'payload', false),
      ('affiliates', 'application', true), ('affiliates', 'decision_note', true),
      ('affiliate_terms', 'created_by', true), ('commission_plan_versions', 'created_by', true),
      ('affiliate_commissions', 'workings', false), ('affiliate_payouts', 'created_by', true),
      ('affiliate_payout_items', 'request', false), ('affiliate_payout_items', 'attempts', false),
      ('affiliate_payout_items', 'reason', false), ('affiliate_payout_items', 'reference', true),
      ('api_keys', 'name', true), ('api_keys', 'created_by', true)) AS v(tab, col, with_names)
  LOOP
    EXECUTE format(
      'UPDATE %1$I SET %2$I = without_words(%2$I, $2, $3, $4)
        WHERE company_id = $1 AND %2$I IS NOT NULL AND without_words(%2$I::text, $2, $3, '''') IS DISTINCT FROM %2$I::text',
      place.tab, place.col)
      USING company, p_exact, CASE WHEN place.with_names THEN p_names ELSE '{}'::text[] END, p_mark;
  END LOOP;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
  record_clicks, resolve_codes, record_webhooks, trim_machinery, get_referral_stats(uuid[]), get_referral_stats(uuid), update_referral_uses,
  update_daily_viral_metrics, refresh_referral_performance_summary, get_referral_performance_summary,
  ensure_partitions, erase_member
  TO referly_app;
