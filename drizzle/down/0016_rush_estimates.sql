ALTER TABLE referrals RESET (fillfactor);
ALTER TABLE webhook_events ALTER COLUMN body SET STATISTICS -1;
SELECT sample_documents(oid, -1) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p');
DROP FUNCTION apply_tenancy(regclass);
ALTER FUNCTION isolate_tenants(regclass) RENAME TO apply_tenancy;
DROP FUNCTION sample_documents(regclass, integer);
