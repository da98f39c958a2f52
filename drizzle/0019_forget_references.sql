-- What the team wrote down of a payment by hand stands in the books as its proof, too. Whoever is erased is not named
-- there either; amounts and causes stay.
CREATE FUNCTION forget_references(p_exact text[], p_names text[], p_mark text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  company text := nullif(current_setting('app.company_id', true), '');
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  UPDATE ledger_entries e SET fact_id = without_words(e.fact_id, p_exact, p_names, p_mark)
    WHERE e.company_id = company AND e.source_type = 'payout_item'
      AND e.source_id IN (SELECT id FROM affiliate_payout_items WHERE company_id = company AND reference IS NOT NULL)
      AND without_words(e.fact_id, p_exact, p_names, '') <> e.fact_id;
END $$;--> statement-breakpoint
REVOKE ALL ON FUNCTION forget_references(text[], text[], text) FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION forget_references(text[], text[], text) TO referly_app;
