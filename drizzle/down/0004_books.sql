DROP TABLE
  affiliate_payout_parts,
  affiliate_payout_items,
  affiliate_payouts,
  affiliate_commissions,
  affiliate_terms,
  affiliates,
  commission_plan_versions,
  commission_plans,
  ledger_balances,
  ledger_entries,
  ledger_accounts,
  reconciliation_repairs,
  reconciliation_runs,
  reconciliation_cursors,
  api_keys;
ALTER TABLE payments DROP COLUMN whop_affiliate_minor;
ALTER TABLE products DROP COLUMN conversion_type;
ALTER TABLE referral_conversions
  DROP COLUMN discount_minor,
  DROP COLUMN fees_minor,
  DROP COLUMN over_refunded_minor,
  DROP COLUMN whop_affiliate_minor;
