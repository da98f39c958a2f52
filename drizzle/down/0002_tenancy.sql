DO $$
DECLARE
  item record;
BEGIN
  FOR item IN SELECT tgname, tgrelid::regclass AS target FROM pg_trigger
    WHERE tgfoid = 'public.update_updated_at_column'::regproc AND NOT tgisinternal
  LOOP
    EXECUTE format('DROP TRIGGER %I ON %s', item.tgname, item.target);
  END LOOP;
  FOR item IN SELECT policyname, format('%I.%I', schemaname, tablename) AS target FROM pg_policies WHERE schemaname = 'public'
  LOOP
    EXECUTE format('DROP POLICY %I ON %s', item.policyname, item.target);
  END LOOP;
  FOR item IN SELECT oid::regclass AS target FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relrowsecurity
  LOOP
    EXECUTE format('ALTER TABLE %s NO FORCE ROW LEVEL SECURITY', item.target);
    EXECUTE format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY', item.target);
  END LOOP;
END $$;
DROP FUNCTION update_updated_at_column();
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM referly_app;
REVOKE USAGE ON SCHEMA public FROM referly_app;
DO $$
BEGIN
  IF to_regclass('drizzle.migrations') IS NOT NULL THEN
    REVOKE SELECT ON drizzle.migrations FROM referly_app;
    REVOKE USAGE ON SCHEMA drizzle FROM referly_app;
  END IF;
END $$;
