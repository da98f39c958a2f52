-- Rights of the app's role, and row-level security on every tenant table.
DO $$
DECLARE
  tenant_table regclass;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'referly_app') THEN
    RAISE EXCEPTION 'The role referly_app does not exist. Create it: CREATE ROLE referly_app LOGIN PASSWORD ''…'' NOBYPASSRLS';
  END IF;
  FOR tenant_table IN
    SELECT c.oid::regclass FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'company_id' AND NOT a.attisdropped
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
      AND c.relname NOT IN ('code_directory', 'experience_directory', 'webhook_events', 'timers')
  LOOP
    PERFORM apply_tenancy(tenant_table);
  END LOOP;
END $$;

SELECT ensure_partitions((now() - interval '3 months')::date, 7);

-- The inbox and the timers: a company sees its own rows, the worker's scope sees all.
ALTER TABLE webhook_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE webhook_events FORCE ROW LEVEL SECURITY;
CREATE POLICY machinery ON webhook_events TO referly_app
  USING (current_setting('app.scope', true) = 'machinery'
         OR company_id = nullif(current_setting('app.company_id', true), ''))
  WITH CHECK (current_setting('app.scope', true) = 'machinery'
              OR company_id = nullif(current_setting('app.company_id', true), ''));
CREATE POLICY maintenance ON webhook_events TO CURRENT_USER
  USING (current_setting('app.maintenance', true) = 'on')
  WITH CHECK (current_setting('app.maintenance', true) = 'on');

ALTER TABLE timers ENABLE ROW LEVEL SECURITY;
ALTER TABLE timers FORCE ROW LEVEL SECURITY;
CREATE POLICY machinery ON timers TO referly_app
  USING (current_setting('app.scope', true) = 'machinery'
         OR company_id = nullif(current_setting('app.company_id', true), ''))
  WITH CHECK (current_setting('app.scope', true) = 'machinery'
              OR company_id = nullif(current_setting('app.company_id', true), ''));

-- The directories say which company a code or an experience belongs to before a company is known: the machinery
-- reads them all, a company its own entries, and only a company writes its own.
ALTER TABLE code_directory ENABLE ROW LEVEL SECURITY;
ALTER TABLE code_directory FORCE ROW LEVEL SECURITY;
CREATE POLICY readable ON code_directory FOR SELECT TO referly_app
  USING (current_setting('app.scope', true) = 'machinery'
         OR company_id = nullif(current_setting('app.company_id', true), ''));
CREATE POLICY own_entries ON code_directory FOR INSERT TO referly_app
  WITH CHECK (company_id = nullif(current_setting('app.company_id', true), ''));
CREATE POLICY maintenance ON code_directory TO CURRENT_USER
  USING (current_setting('app.maintenance', true) = 'on')
  WITH CHECK (current_setting('app.maintenance', true) = 'on');
ALTER TABLE experience_directory ENABLE ROW LEVEL SECURITY;
ALTER TABLE experience_directory FORCE ROW LEVEL SECURITY;
CREATE POLICY readable ON experience_directory FOR SELECT TO referly_app
  USING (current_setting('app.scope', true) = 'machinery'
         OR company_id = nullif(current_setting('app.company_id', true), ''));
CREATE POLICY own_entries ON experience_directory FOR INSERT TO referly_app
  WITH CHECK (company_id = nullif(current_setting('app.company_id', true), ''));
CREATE POLICY own_updates ON experience_directory FOR UPDATE TO referly_app
  USING (company_id = nullif(current_setting('app.company_id', true), ''))
  WITH CHECK (company_id = nullif(current_setting('app.company_id', true), ''));

GRANT USAGE ON SCHEMA public TO referly_app;
GRANT SELECT, INSERT, UPDATE ON
  companies, experiences, products, plans, users, memberships, payments, refunds, disputes, campaigns,
  referral_codes, referral_code_options, referral_code_uses, checkout_configurations, referrals,
  referral_conversions, rewards, reward_redemptions, reward_deliveries, fraud_checks, fraud_cases,
  viral_metrics, link_stats, member_stats, score_counts, company_stats, stats_cursors, job_log,
  webhook_events, timers, experience_directory TO referly_app;
-- Append-only: what was decided, done and clicked is never rewritten.
GRANT SELECT, INSERT ON
  audit_logs, attribution_decisions, attribution_rules, referral_clicks, referral_analytics, code_directory
  TO referly_app;
-- Deletable: what can be made again from facts, and machinery whose time is over.
GRANT DELETE ON link_stats, member_stats, score_counts, company_stats, job_log, timers TO referly_app;

-- Which migrations were applied: the readiness check compares them with those it brings. Other runners of
-- migrations than ours keep no such table.
DO $$
BEGIN
  IF to_regclass('drizzle.migrations') IS NOT NULL THEN
    GRANT USAGE ON SCHEMA drizzle TO referly_app;
    GRANT SELECT ON drizzle.migrations TO referly_app;
  END IF;
END $$;

-- updated_at, for people who read the database by hand; nothing relies on it.
CREATE FUNCTION update_updated_at_column() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.updated_at := now();
  RETURN NEW;
END $$;

DO $$
DECLARE
  target text;
BEGIN
  FOR target IN
    SELECT c.relname FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'updated_at' AND NOT a.attisdropped
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
  LOOP
    EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE ON public.%I FOR EACH ROW EXECUTE FUNCTION update_updated_at_column()',
      'update_' || target || '_updated_at', target);
  END LOOP;
END $$;
