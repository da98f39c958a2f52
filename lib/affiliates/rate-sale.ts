import { shareOf } from "../core/money.ts";
import type { Candidate } from "./commission.ts";
import type { Sale } from "./sale.ts";
import type { Terms } from "./terms.ts";
import type { Progress } from "./tier-progress.ts";
import type { Refusal, WorkingLine } from "./workings.ts";

/** What a sale comes to before refunds and before the caps that several sales share. */
export type Rated = {
  baseMinor: bigint;
  minor: bigint;
  tier: number;
  refusal: Refusal | null;
  /** The plan takes Whop's own fee into account, and Whop has not been asked yet. */
  isFeeUnknown: boolean;
  lines: WorkingLine[];
};

const whole = 10_000n;

export function rateSale({ sale, level, plan }: Candidate, progress: Progress): Rated {
  const { terms } = plan;
  const baseMinor = terms.base === "net" ? sale.grossMinor - sale.taxMinor : sale.grossMinor;
  const lines: WorkingLine[] = [
    {
      code: "base",
      base: terms.base,
      gross: String(sale.grossMinor),
      tax: String(sale.taxMinor),
      minor: String(baseMinor),
    },
  ];
  const priced = level === 2 ? secondLevel(terms, baseMinor) : firstLevel(terms, sale, baseMinor, progress);
  const isFeeUnknown = terms.whopAffiliate !== "ignore" && sale.whopAffiliateMinor === null;
  if (priced === null) {
    lines.push({ code: "refused", reason: "no_amount_in_currency" });
    return { baseMinor, minor: 0n, tier: 0, refusal: "no_amount_in_currency", isFeeUnknown, lines };
  }
  lines.push(priced.line);
  const limit = terms.caps.perSale[sale.currency];
  const afterCap = limit === undefined ? priced.minor : least(priced.minor, limit);
  if (limit !== undefined && afterCap < priced.minor)
    lines.push({
      code: "cap",
      cap: "per_sale",
      limit: String(limit),
      month: null,
      cut: String(priced.minor - afterCap),
    });
  const cut = whopCut(terms, sale, level, afterCap);
  if (sale.whopAffiliateMinor !== 0n && (isFeeUnknown || sale.whopAffiliateMinor !== null))
    lines.push({
      code: "whop_affiliate",
      choice: terms.whopAffiliate,
      fee: sale.whopAffiliateMinor === null ? null : String(sale.whopAffiliateMinor),
      cut: String(cut),
    });
  return { baseMinor, minor: afterCap - cut, tier: priced.tier, refusal: null, isFeeUnknown, lines };
}

type Priced = { minor: bigint; tier: number; line: WorkingLine };

function secondLevel(terms: Terms, baseMinor: bigint): Priced {
  return byRate(baseMinor, terms.secondLevelBps ?? 0, "second_level", 0);
}

/** A product's own rate comes before tiers, and the highest tier reached before the plan's rate. */
function firstLevel(terms: Terms, sale: Sale, baseMinor: bigint, progress: Progress): Priced | null {
  const productBps = sale.productId === null ? undefined : terms.productRates[sale.productId];
  if (productBps !== undefined) return byRate(baseMinor, productBps, "product", 0);
  const index = terms.tiers.findLastIndex(({ from }) => progress.reaches(from));
  const tier = terms.tiers[index];
  if (tier) return byRate(baseMinor, tier.bps, "tier", index + 1);
  const { rate } = terms;
  if (rate.kind === "percent") return byRate(baseMinor, rate.bps, "plan", 0);
  const minor = rate.amounts[sale.currency];
  return minor === undefined ? null : { minor, tier: 0, line: { code: "flat", minor: String(minor) } };
}

function byRate(
  baseMinor: bigint,
  bps: number,
  from: "plan" | "tier" | "product" | "second_level",
  tier: number,
): Priced {
  const minor = shareOf(baseMinor, BigInt(bps), whole);
  return { minor, tier, line: { code: "rate", from, bps, tier, minor: String(minor) } };
}

/** Whop's fee is taken off once, from who referred the buyer. */
function whopCut(terms: Terms, sale: Sale, level: 1 | 2, minor: bigint): bigint {
  if (terms.whopAffiliate !== "net_off" || level === 2) return 0n;
  return least(minor, sale.whopAffiliateMinor ?? 0n);
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
