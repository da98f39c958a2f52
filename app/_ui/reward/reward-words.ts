import type { RewardData } from "#lib/rewards/index.ts";
import type { Format } from "../i18n/format.ts";
import type { Messages } from "../i18n/messages.ts";

type Key = keyof Messages["reward"]["gives"];
/** Speaks from `reward.gives` of the catalog, on the server or in the browser. */
export type SayGift = (key: Key, values?: Record<string, string | number>) => string;

/** What a reward gives, in a few words that fit into "and get …". */
export function giftWords(
  data: RewardData,
  name: string,
  say: SayGift,
  format: Pick<Format, "money" | "percent">,
  productTitle: string | null = null,
): string {
  switch (data.type) {
    case "discount": {
      const amount =
        data.kind === "percentage"
          ? format.percent(data.amountOff / 100)
          : format.money(String(data.amountOff), data.currency);
      const span = spanOf(data.durationMonths);
      const values = { amount, months: data.durationMonths };
      return productTitle === null
        ? say(`off${span}`, values)
        : say(`offProduct${span}`, { ...values, product: productTitle });
    }
    case "free_days":
      return say("freeDays", { days: data.days });
    case "product_unlock": {
      const product = productTitle ?? name;
      return data.durationMonths === 0
        ? say("product", { product })
        : say("productMonths", { product, months: data.durationMonths });
    }
    case "free_event":
      return say("product", { product: productTitle ?? name });
    case "points":
      return say("points", { points: data.points });
    case "credits":
      return say("credits", { credits: data.credits });
    case "cash":
      return format.money(data.amount, data.currency);
    case "custom":
      return name;
  }
}

function spanOf(months: number): "Always" | "Once" | "Months" {
  if (months === 0) return "Always";
  return months === 1 ? "Once" : "Months";
}
