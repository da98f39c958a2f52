import { type AmountRow, amountsOf, rowsOf, typedDecimal } from "#app/_ui/field/amounts.ts";
import type { PlanTerms } from "#lib/affiliates/index.ts";

export type TierRow = {
  key: number;
  kind: "referrals" | "revenue";
  referrals: string;
  currency: string;
  net: string;
  percent: string;
};
export type ProductRow = { key: number; productId: string; percent: string };

/** A plan as it is typed: numbers are text until they are sent. */
export type Draft = {
  name: string;
  isDefault: boolean;
  rateKind: "percent" | "flat";
  percent: string;
  flat: AmountRow[];
  base: PlanTerms["base"];
  durationKind: PlanTerms["duration"]["kind"];
  months: string;
  tiers: TierRow[];
  products: ProductRow[];
  perSale: AmountRow[];
  perMonth: AmountRow[];
  lifetime: AmountRow[];
  hasSecondLevel: boolean;
  secondLevel: string;
  whopAffiliate: PlanTerms["whopAffiliate"];
};

export type ExistingPlan = { id: string; name: string; terms: PlanTerms };

export function newDraft(currency: string, isFirst: boolean): Draft {
  return {
    name: "",
    isDefault: isFirst,
    rateKind: "percent",
    percent: "20",
    flat: [{ key: 0, currency, amount: "" }],
    base: "net",
    durationKind: "months",
    months: "12",
    tiers: [],
    products: [],
    perSale: [],
    perMonth: [],
    lifetime: [],
    hasSecondLevel: false,
    secondLevel: "5",
    whopAffiliate: "net_off",
  };
}

export function draftOf({ name, terms }: ExistingPlan, currency: string): Draft {
  const { rate, duration, tiers, productRates, caps, secondLevelBps } = terms;
  const fresh = newDraft(currency, false);
  return {
    ...fresh,
    name,
    rateKind: rate.kind,
    percent: rate.kind === "percent" ? percentOf(rate.bps) : fresh.percent,
    flat: rate.kind === "flat" ? rowsOf(rate.amounts) : fresh.flat,
    base: terms.base,
    durationKind: duration.kind,
    months: duration.kind === "months" ? String(duration.months) : fresh.months,
    tiers: tiers.map(({ from, bps }, key) => ({
      ...newTier(key, currency),
      percent: percentOf(bps),
      ...("referrals" in from
        ? { kind: "referrals", referrals: String(from.referrals) }
        : { kind: "revenue", currency: from.currency, net: from.net }),
    })),
    products: Object.entries(productRates).map(([productId, bps], key) => ({
      key,
      productId,
      percent: percentOf(bps),
    })),
    perSale: rowsOf(caps.perSale),
    perMonth: rowsOf(caps.perMonth),
    lifetime: rowsOf(caps.lifetime),
    hasSecondLevel: secondLevelBps !== undefined,
    secondLevel: secondLevelBps === undefined ? fresh.secondLevel : percentOf(secondLevelBps),
    whopAffiliate: terms.whopAffiliate,
  };
}

export function newTier(key: number, currency: string): TierRow {
  return { key, kind: "referrals", referrals: "5", currency, net: "", percent: "" };
}

/** The key of a row that is added. */
export function nextKey(rows: readonly { key: number }[]): number {
  return Math.max(-1, ...rows.map(({ key }) => key)) + 1;
}

function percentOf(bps: number): string {
  return String(bps / 100);
}

/** "12.5" percent are 1250 hundredths; NaN for what is no percentage. */
export function bpsOf(percent: string): number {
  const text = typedDecimal(percent);
  return /^\d{1,3}(\.\d{1,2})?$/.test(text) ? Math.round(Number(text) * 100) : Number.NaN;
}

/** What is typed, as the API takes it. */
export function termsOf(draft: Draft): PlanTerms {
  const caps = {
    perSale: amountsOf(draft.perSale),
    perMonth: amountsOf(draft.perMonth),
    lifetime: amountsOf(draft.lifetime),
  };
  return {
    rate:
      draft.rateKind === "percent"
        ? { kind: "percent", bps: bpsOf(draft.percent) }
        : { kind: "flat", amounts: amountsOf(draft.flat) },
    base: draft.base,
    duration:
      draft.durationKind === "months"
        ? { kind: "months", months: Number(draft.months) }
        : { kind: draft.durationKind },
    tiers: draft.tiers.map((tier) => ({
      from:
        tier.kind === "referrals"
          ? { referrals: Number(tier.referrals) }
          : { currency: tier.currency, net: typedDecimal(tier.net) },
      bps: bpsOf(tier.percent),
    })),
    productRates: Object.fromEntries(
      draft.products.map(({ productId, percent }) => [productId, bpsOf(percent)]),
    ),
    caps: Object.fromEntries(Object.entries(caps).filter(([, amounts]) => Object.keys(amounts).length > 0)),
    whopAffiliate: draft.whopAffiliate,
    ...(draft.hasSecondLevel ? { secondLevelBps: bpsOf(draft.secondLevel) } : {}),
  };
}
