import { type SQL, sql } from "drizzle-orm";

/**
 * The address of a row `k` of checkout_configurations as whoever buys is sent to it: with the discount that is good
 * for its plan. The database itself puts it together likewise for the links that visitors follow. Whether the
 * community has any discount is found once for all rows.
 */
export function purchaseUrlIn(companyId: string): SQL<string> {
  return sql`k.purchase_url || CASE
    WHEN EXISTS (SELECT FROM rewards w WHERE w.company_id = ${companyId} AND w.checkout_code IS NOT NULL)
    THEN checkout_promo(k.company_id, k.plan_id, k.purchase_url) ELSE '' END`;
}
