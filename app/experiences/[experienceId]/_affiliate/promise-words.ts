import type { Speech } from "#app/_ui/i18n/request.ts";
import type { PlanTerms } from "#lib/affiliates/index.ts";
import type { Plan } from "#lib/companies/index.ts";
import { readAmount, shareOf, toDecimal } from "#lib/core/money.ts";

type Words = Pick<Speech, "t" | "format">;
type Amounts = Readonly<Record<string, string>>;

/** What the member earns, in one sentence with its numbers. */
export function promiseSentence({ rate, duration, base }: PlanTerms, { t, format }: Words): string {
  const span = { duration: duration.kind, months: duration.kind === "months" ? duration.months : 0 };
  return rate.kind === "percent"
    ? t("earnings.promise.percent", { rate: format.rate(rate.bps), base, ...span })
    : t("earnings.promise.flat", { amount: amountsWords(rate.amounts, format), ...span });
}

/** The same for something that is on sale: "Monthly costs $29, so each payment earns you $8.70." */
export function promiseExample(
  { rate, productRates, caps }: PlanTerms,
  plan: Plan | undefined,
  { t, format }: Words,
): string | null {
  if (plan === undefined || plan.initialPrice.minor === 0n || rate.kind === "flat") return null;
  const { minor: price, currency } = plan.initialPrice;
  const earned = shareOf(price, BigInt(productRates[plan.productId] ?? rate.bps), 10_000n);
  const cap = caps.perSale?.[currency];
  const limit = cap === undefined ? null : readAmount(cap, currency);
  const amount = limit?.ok && limit.money.minor < earned ? limit.money.minor : earned;
  return t("earnings.promise.example", {
    plan: plan.title ?? plan.productTitle,
    price: format.money(toDecimal(price, currency), currency),
    amount: format.money(toDecimal(amount, currency), currency),
  });
}

type Around = { plans: readonly Plan[]; holdDays: number; minimums: Amounts };

/** Everything else that the terms say, a sentence each. */
export function promiseDetails(
  terms: PlanTerms,
  { plans, holdDays, minimums }: Around,
  words: Words,
): string[] {
  const { t, format } = words;
  const { secondLevelBps, whopAffiliate } = terms;
  return [
    ...rateWords(terms, plans, words),
    ...(["perSale", "perMonth", "lifetime"] as const).flatMap((kind) => {
      const amount = amountsWords(terms.caps[kind], format);
      return amount === "" ? [] : [t(`earnings.promise.${kind}`, { amount })];
    }),
    ...(secondLevelBps === undefined
      ? []
      : [t("earnings.promise.secondLevel", { rate: format.rate(secondLevelBps) })]),
    ...(whopAffiliate === "ignore" ? [] : [t(`earnings.promise.whop.${whopAffiliate}`)]),
    ...(holdDays === 0 ? [] : [t("earnings.promise.hold", { days: holdDays })]),
    t("earnings.promise.refund"),
    ...(Object.keys(minimums).length === 0
      ? []
      : [t("earnings.promise.minimum", { amount: amountsWords(minimums, format) })]),
    t("earnings.promise.kept"),
  ];
}

function rateWords(
  { tiers, productRates }: PlanTerms,
  plans: readonly Plan[],
  { t, format }: Words,
): string[] {
  const titleOf = (id: string) => plans.find(({ productId }) => productId === id)?.productTitle ?? id;
  return [
    ...tiers.map(({ from, bps }) => {
      const rate = format.rate(bps);
      return "referrals" in from
        ? t("earnings.promise.tierReferrals", { rate, count: from.referrals })
        : t("earnings.promise.tierNet", { rate, amount: format.money(from.net, from.currency) });
    }),
    ...Object.entries(productRates).map(([id, bps]) =>
      t("earnings.promise.product", { rate: format.rate(bps), product: titleOf(id) }),
    ),
  ];
}

/** "$12.50 or €11": which of them depends on what was paid. */
function amountsWords(amounts: Amounts | undefined, format: Words["format"]): string {
  return format.either(Object.entries(amounts ?? {}).map(([code, amount]) => format.money(amount, code)));
}
