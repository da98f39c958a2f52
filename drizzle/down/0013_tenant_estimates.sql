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
END $$;
DO $$
DECLARE
  tenant_table regclass;
BEGIN
  FOR tenant_table IN SELECT polrelid::regclass FROM pg_policy WHERE polname = 'tenant_isolation' LOOP
    EXECUTE format('ALTER TABLE %s ALTER COLUMN company_id SET STATISTICS -1', tenant_table);
  END LOOP;
END $$;
