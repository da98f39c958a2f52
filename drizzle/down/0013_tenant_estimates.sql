DROP FUNCTION apply_tenancy(regclass);
ALTER FUNCTION isolate_tenants(regclass) RENAME TO apply_tenancy;
DO $$
DECLARE
  tenant_table regclass;
BEGIN
  FOR tenant_table IN SELECT polrelid::regclass FROM pg_policy WHERE polname = 'tenant_isolation' LOOP
    EXECUTE format('ALTER TABLE %s ALTER COLUMN company_id SET STATISTICS -1', tenant_table);
  END LOOP;
END $$;
