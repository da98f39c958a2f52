import { z } from "zod";

/** What a key may be good for, area by area: the addresses below /api/v1 that belong together. */
const areas = {
  referrals: ["referrals", "conversions", "decisions", "links", "share-taps", "leaderboard", "badges"],
  campaigns: ["campaigns", "campaign-cards", "campaign-templates"],
  rewards: ["rewards", "redemptions", "deliveries", "shop"],
  review: ["review", "claims", "trust", "vouches"],
  affiliates: ["affiliates", "affiliate-totals", "affiliation", "commission-plans", "commissions"],
  payouts: ["payouts", "owed", "payout-items", "earnings", "ledger"],
  members: ["members", "my-data"],
  settings: ["settings", "plans", "products"],
  operations: ["health", "work", "reconciliation", "activity", "notifications"],
} as const satisfies Record<string, readonly string[]>;

export type ApiArea = keyof typeof areas;
/** Object.keys forgets that the table has exactly these. */
export const apiAreas = Object.keys(areas) as ApiArea[];

export type ApiScope = `${ApiArea}:${"read" | "write"}`;

export const apiScopes: readonly ApiScope[] = apiAreas.flatMap(
  (area) => [`${area}:read`, `${area}:write`] as const,
);

export const ApiScope = z.enum(apiScopes as [ApiScope, ...ApiScope[]]);

/** What a key needs to call this address; null for one that is no part of any area. */
export function scopeOf(method: string, path: string): ApiScope | null {
  const [, , first = "", second = "", third = ""] = path.split("/");
  const named = first === "v1" ? second : first;
  // Whoever may read a list may have it as a table, too.
  const segment = named === "exports" ? third.replace(/\.csv$/, "") : named;
  const area = apiAreas.find((name) => areas[name].some((known) => known === segment));
  return area ? `${area}:${method === "GET" ? "read" : "write"}` : null;
}
