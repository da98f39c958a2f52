-- No document is ever compared with another, and to sort a sample of them is most of what ANALYZE costs. In a rush
-- it runs every few seconds.
CREATE OR REPLACE FUNCTION apply_tenancy(p_table regclass) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
  document name;
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
  FOR document IN SELECT attname FROM pg_attribute WHERE attrelid = p_table AND atttypid = 'jsonb'::regtype AND NOT attisdropped LOOP
    EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET STATISTICS 0', p_table, document);
  END LOOP;
END $$;--> statement-breakpoint
DO $$
DECLARE
  document record;
BEGIN
  FOR document IN
    SELECT a.attrelid::regclass AS of_table, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.atttypid = 'jsonb'::regtype
      AND NOT a.attisdropped
  LOOP
    EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET STATISTICS 0', document.of_table, document.attname);
  END LOOP;
END $$;--> statement-breakpoint
ALTER TABLE webhook_events ALTER COLUMN body SET STATISTICS 0;--> statement-breakpoint
-- A referral is judged in the transaction that writes it: its second version has room beside the first, so that no
-- index has to learn where it is.
ALTER TABLE referrals SET (fillfactor = 50);
