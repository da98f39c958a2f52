ALTER TABLE referrals RESET (fillfactor);
ALTER TABLE webhook_events ALTER COLUMN body SET STATISTICS -1;
DO $$
DECLARE
  document record;
BEGIN
  FOR document IN
    SELECT a.attrelid::regclass AS of_table, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.atttypid = 'jsonb'::regtype
      AND NOT a.attisdropped
  LOOP
    EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET STATISTICS -1', document.of_table, document.attname);
  END LOOP;
END $$;
CREATE OR REPLACE FUNCTION apply_tenancy(p_table regclass) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
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
  EXECUTE format('ALTER TABLE %s ALTER COLUMN company_id SET STATISTICS 0', p_table);
END $$;
