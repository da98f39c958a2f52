-- Monthly partitions of what grows without end. The default partition keeps a row whose month nobody made.
CREATE TABLE referral_clicks_default PARTITION OF referral_clicks DEFAULT;
CREATE TABLE referral_analytics_default PARTITION OF referral_analytics DEFAULT;

-- Row-level security for one tenant table or partition: the app's role sees one company, and the owner
-- (who only acts inside the functions below) needs the maintenance setting that those functions make.
CREATE FUNCTION apply_tenancy(p_table regclass) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', p_table);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', p_table);
  EXECUTE format(
    'CREATE POLICY tenant_isolation ON %s TO referly_app
       USING (company_id = nullif(current_setting(''app.company_id'', true), ''''))
       WITH CHECK (company_id = nullif(current_setting(''app.company_id'', true), ''''))', p_table);
  EXECUTE format(
    'CREATE POLICY maintenance ON %s TO CURRENT_USER
       USING (current_setting(''app.maintenance'', true) = ''on'')
       WITH CHECK (current_setting(''app.maintenance'', true) = ''on'')', p_table);
END $$;

-- Makes the partitions from the month of p_from on, p_months of them. Returns how many were new.
CREATE FUNCTION ensure_partitions(p_from date, p_months integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  parent text;
  month date;
  child text;
  made integer := 0;
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  IF p_months NOT BETWEEN 1 AND 36 THEN
    RAISE EXCEPTION 'ensure_partitions makes 1 to 36 months, not %', p_months;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('referly.ensure_partitions'));
  FOREACH parent IN ARRAY ARRAY['referral_clicks', 'referral_analytics'] LOOP
    FOR i IN 0 .. p_months - 1 LOOP
      month := (date_trunc('month', p_from) + make_interval(months => i))::date;
      child := parent || to_char(month, '_YYYY_MM');
      CONTINUE WHEN to_regclass('public.' || child) IS NOT NULL;
      EXECUTE format('CREATE TABLE public.%I (LIKE public.%I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', child, parent);
      -- Rows that waited in the default partition move to their month before it is attached.
      EXECUTE format(
        'WITH moved AS (DELETE FROM public.%I WHERE %I >= %L::timestamptz AND %I < %L::timestamptz RETURNING *)
           INSERT INTO public.%I SELECT * FROM moved',
        parent || '_default',
        CASE parent WHEN 'referral_clicks' THEN 'clicked_at' ELSE 'occurred_at' END, month::text || ' 00:00:00+00',
        CASE parent WHEN 'referral_clicks' THEN 'clicked_at' ELSE 'occurred_at' END,
        (month + interval '1 month')::date::text || ' 00:00:00+00', child);
      EXECUTE format('ALTER TABLE public.%I ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)', parent, child,
        month::text || ' 00:00:00+00', (month + interval '1 month')::date::text || ' 00:00:00+00');
      PERFORM apply_tenancy(format('public.%I', child)::regclass);
      made := made + 1;
    END LOOP;
  END LOOP;
  RETURN made;
END $$;
