DO $$
DECLARE
  child regclass;
BEGIN
  FOR child IN SELECT inhrelid::regclass FROM pg_inherits
    WHERE inhparent IN ('public.referral_clicks'::regclass, 'public.referral_analytics'::regclass)
  LOOP
    EXECUTE format('DROP TABLE %s', child);
  END LOOP;
END $$;
DROP FUNCTION ensure_partitions(date, integer);
DROP FUNCTION apply_tenancy(regclass);
