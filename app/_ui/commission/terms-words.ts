import type { PlanTerms } from "#lib/affiliates/index.ts";
import type { Format } from "../i18n/format.ts";
import type { Messages } from "../i18n/messages.ts";

type Group = Messages["commission"]["terms"];
type Key = {
  [K in keyof Group]: Group[K] extends string ? K : `${K & string}.${keyof Group[K] & string}`;
}[keyof Group];
/** Speaks from `commission.terms` of the catalog, on the server or in the browser. */
export type SayTerms = (key: Key, values?: Record<string, string | number>) => string;

export type TermsSpeech = {
  say: SayTerms;
  format: Pick<Format, "rate" | "money" | "list">;
  /** Products by their titles; one that is not known is called by its id. */
  productTitle: (productId: string) => string | undefined;
};

/** What a commission plan promises, a sentence for each part; what it does not use is left out. */
export function termsWords(terms: PlanTerms, speech: TermsSpeech): string[] {
  const { say, format, productTitle } = speech;
  const products = Object.entries(terms.productRates).map(([id, bps]) =>
    say("product", { rate: format.rate(bps), product: productTitle(id) ?? id }),
  );
  return [
    headline(terms, speech),
    ...terms.tiers.map(({ from, bps }) =>
      "referrals" in from
        ? say("tier.referrals", { rate: format.rate(bps), count: from.referrals })
        : say("tier.revenue", { rate: format.rate(bps), amount: format.money(from.net, from.currency) }),
    ),
    ...products,
    ...capWords(terms, speech),
    ...(terms.secondLevelBps === undefined
      ? []
      : [say("secondLevel", { rate: format.rate(terms.secondLevelBps) })]),
    say(`whop.${terms.whopAffiliate}`),
  ];
}

/** The plan in one line: how much, of what, and for how long. */
export function headline({ rate, base, duration }: PlanTerms, { say, format }: TermsSpeech): string {
  const amount = rate.kind === "percent" ? format.rate(rate.bps) : amountsWords(rate.amounts, format);
  const what = rate.kind === "percent" ? (base === "net" ? "percentNet" : "percentGross") : "flat";
  const months = duration.kind === "months" ? duration.months : 0;
  return say(`${what}.${duration.kind}`, { amount, months });
}

function capWords({ caps }: PlanTerms, { say, format }: TermsSpeech): string[] {
  const kinds = ["perSale", "perMonth", "lifetime"] as const;
  return kinds.flatMap((kind) => {
    const amounts = caps[kind];
    return amounts === undefined || Object.keys(amounts).length === 0
      ? []
      : [say(`cap.${kind}`, { amount: amountsWords(amounts, format) })];
  });
}

function amountsWords(amounts: Readonly<Record<string, string>>, format: TermsSpeech["format"]): string {
  return format.list(Object.entries(amounts).map(([currency, amount]) => format.money(amount, currency)));
}
