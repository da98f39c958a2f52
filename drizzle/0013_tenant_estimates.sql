-- The planner keeps no statistics of company_id. With them it believes that a community it has not met yet has no
-- rows; then every index that begins with company_id looks as good as any other, and a join in a new community's
-- first rush reads all of the community for each of its rows. Without them it takes every community for a middling
-- one and chooses by the columns that follow.
ALTER FUNCTION apply_tenancy(regclass) RENAME TO isolate_tenants;--> statement-breakpoint
CREATE FUNCTION apply_tenancy(p_table regclass) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM isolate_tenants(p_table);
  EXECUTE format('ALTER TABLE %s ALTER COLUMN company_id SET STATISTICS 0', p_table);
END $$;--> statement-breakpoint
REVOKE ALL ON FUNCTION apply_tenancy(regclass) FROM PUBLIC;--> statement-breakpoint
-- The two ways into member_stats, by member and by score, both begin with the company: which is shorter depends on
-- how large that is.
DO $$
DECLARE
  tenant_table regclass;
BEGIN
  FOR tenant_table IN SELECT polrelid::regclass FROM pg_policy
    WHERE polname = 'tenant_isolation' AND polrelid <> 'public.member_stats'::regclass
  LOOP
    EXECUTE format('ALTER TABLE %s ALTER COLUMN company_id SET STATISTICS 0', tenant_table);
  END LOOP;
END $$;
