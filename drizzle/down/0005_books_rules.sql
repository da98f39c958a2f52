DO $$
DECLARE
  target text;
BEGIN
  FOREACH target IN ARRAY ARRAY[
    'affiliate_commissions', 'affiliate_payout_items', 'affiliate_payouts', 'affiliates', 'api_keys',
    'commission_plans', 'reconciliation_cursors', 'reconciliation_runs']
  LOOP
    EXECUTE format('DROP TRIGGER %I ON public.%I', 'update_' || target || '_updated_at', target);
  END LOOP;
END $$;
DROP TRIGGER ledger_entries_balance ON ledger_entries;
DROP FUNCTION refuse_unbalanced_postings();
DO $$
DECLARE
  tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY[
    'affiliate_commissions', 'affiliate_payout_items', 'affiliate_payout_parts', 'affiliate_payouts',
    'affiliate_terms', 'affiliates', 'api_keys', 'commission_plan_versions', 'commission_plans',
    'ledger_accounts', 'ledger_balances', 'ledger_entries', 'reconciliation_cursors', 'reconciliation_repairs',
    'reconciliation_runs']
  LOOP
    EXECUTE format('REVOKE ALL ON public.%I FROM referly_app', tenant_table);
    EXECUTE format('DROP POLICY tenant_isolation ON public.%I', tenant_table);
    EXECUTE format('DROP POLICY maintenance ON public.%I', tenant_table);
    EXECUTE format('ALTER TABLE public.%I NO FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('ALTER TABLE public.%I DISABLE ROW LEVEL SECURITY', tenant_table);
  END LOOP;
END $$;
