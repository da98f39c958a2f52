import { sql } from "drizzle-orm";

/**
 * The address of a row `k` of checkout_configurations as whoever buys is sent to it: with the discount that is good
 * for its plan. The database itself puts it together likewise for the links that visitors follow.
 */
export const purchaseUrl = sql<string>`k.purchase_url || checkout_promo(k.company_id, k.plan_id, k.purchase_url)`;
