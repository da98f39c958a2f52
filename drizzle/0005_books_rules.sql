-- Row-level security, rights and triggers of the tables of 0004, and the rule that a posting sums to zero.
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
    PERFORM apply_tenancy(format('public.%I', tenant_table)::regclass);
  END LOOP;
END $$;

GRANT SELECT, INSERT, UPDATE ON
  affiliate_commissions, affiliate_payout_items, affiliate_payouts, affiliates, api_keys, commission_plans,
  ledger_balances, reconciliation_cursors, reconciliation_runs TO referly_app;
-- Append-only: the books, the terms and what was repaired.
GRANT SELECT, INSERT ON
  affiliate_terms, commission_plan_versions, ledger_accounts, ledger_entries, reconciliation_repairs TO referly_app;
-- The parts of an item are found anew when it is sent.
GRANT SELECT, INSERT, UPDATE, DELETE ON affiliate_payout_parts TO referly_app;

-- Once for a whole statement, and not once for each line: a posting is written by one statement, so a statement
-- whose postings do not balance is refused at once. A line added to a posting later stands alone there and is
-- refused too.
CREATE FUNCTION refuse_unbalanced_postings() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
  unbalanced uuid;
BEGIN
  SELECT posting_id INTO unbalanced FROM posted
  GROUP BY company_id, posting_id HAVING sum(amount) <> 0 OR min(unit) <> max(unit) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'posting % does not sum to zero in one unit', unbalanced
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entries_balance';
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION refuse_unbalanced_postings() FROM PUBLIC;

CREATE TRIGGER ledger_entries_balance AFTER INSERT ON ledger_entries
  REFERENCING NEW TABLE AS posted FOR EACH STATEMENT EXECUTE FUNCTION refuse_unbalanced_postings();

-- Balances set updated_at themselves: their rows are written by every posting.
DO $$
DECLARE
  target text;
BEGIN
  FOREACH target IN ARRAY ARRAY[
    'affiliate_commissions', 'affiliate_payout_items', 'affiliate_payouts', 'affiliates', 'api_keys',
    'commission_plans', 'reconciliation_cursors', 'reconciliation_runs']
  LOOP
    EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE ON public.%I FOR EACH ROW EXECUTE FUNCTION update_updated_at_column()',
      'update_' || target || '_updated_at', target);
  END LOOP;
END $$;
