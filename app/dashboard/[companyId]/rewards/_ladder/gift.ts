import type { Speech } from "#app/_ui/i18n/request.ts";
import { giftWords } from "#app/_ui/reward/reward-words.ts";
import type { RewardData } from "#lib/rewards/index.ts";
import type { ProductOption } from "../_form/options.ts";

/** What a reward gives, in the reader's words and with the product's title. */
export function giftOf(
  { data, name }: { data: RewardData; name: string },
  products: readonly ProductOption[],
  { t, format }: Speech,
): string {
  const productId = "productId" in data ? data.productId : undefined;
  const product = products.find((candidate) => candidate.productId === productId);
  return giftWords(
    data,
    name,
    (key, values) => t(`reward.gives.${key}`, values),
    format,
    product?.title ?? null,
  );
}
