-- No document is ever compared with another, and to sort a sample of them is most of what ANALYZE costs. In a rush
-- it runs every few seconds.
CREATE FUNCTION sample_documents(p_table regclass, p_target integer) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
  document name;
BEGIN
  FOR document IN
    SELECT attname FROM pg_attribute WHERE attrelid = p_table AND atttypid = 'jsonb'::regtype AND NOT attisdropped
  LOOP
    EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET STATISTICS %s', p_table, document, p_target);
  END LOOP;
END $$;--> statement-breakpoint
ALTER FUNCTION apply_tenancy(regclass) RENAME TO isolate_tenants;--> statement-breakpoint
CREATE FUNCTION apply_tenancy(p_table regclass) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM isolate_tenants(p_table);
  PERFORM sample_documents(p_table, 0);
END $$;--> statement-breakpoint
REVOKE ALL ON FUNCTION sample_documents(regclass, integer), apply_tenancy(regclass) FROM PUBLIC;--> statement-breakpoint
SELECT sample_documents(oid, 0) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p');--> statement-breakpoint
ALTER TABLE webhook_events ALTER COLUMN body SET STATISTICS 0;--> statement-breakpoint
-- A referral is judged in the transaction that writes it: its second version has room beside the first, so that no
-- index has to learn where it is.
ALTER TABLE referrals SET (fillfactor = 50);
