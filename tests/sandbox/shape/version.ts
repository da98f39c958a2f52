import { badRequest } from "#tests/sandbox/http/errors.ts";

/** What 0.0.42 of the SDK sends, and what an unpinned old webhook gets: objects nested in objects, money as floats. */
const NESTED_PIN = "2026-07-20";
/** Payments and refunds became flat with this one, the last of the resources we use. */
export const FLAT_PIN = "2026-09-02-1";

const SUPPORTED = [
  "2025-01-01",
  "2026-06-08",
  "2026-07-18",
  NESTED_PIN,
  "2026-07-22",
  "2026-07-23",
  "2026-07-25",
  "2026-08-03",
  "2026-08-12",
  "2026-08-14",
  FLAT_PIN,
  "2026-09-15",
  "2026-09-22-1",
];

/** A key without the header is pinned to the newest version. */
export function readVersion(header: string | null): string {
  if (header === null) return SUPPORTED.at(-1) ?? FLAT_PIN;
  if (!SUPPORTED.includes(header))
    throw badRequest(`Unknown Api-Version-Date ${header}. Supported versions: ${SUPPORTED.join(", ")}.`);
  return header;
}

const FLAT_SINCE = {
  deletes: "2026-07-22",
  memberships: "2026-07-23",
  disputes: "2026-07-25",
  promo_codes: "2026-08-03",
  payments: FLAT_PIN,
} as const;

export function isFlat(version: string, resource: keyof typeof FLAT_SINCE): boolean {
  return version >= FLAT_SINCE[resource];
}

/** Lists and creates name the tenant `company_id` before a resource moved to accounts, `account_id` after. */
export const tenantField = (flat: boolean) => (flat ? "account_id" : "company_id");
