"use client";

import { useLocale, useTranslations } from "use-intl";
import { formatFor } from "#app/_ui/i18n/format.ts";
import { giftWords } from "#app/_ui/reward/reward-words.ts";
import type { Draft } from "./draft.ts";
import { dataOf } from "./draft.ts";
import { problemsOf } from "./draft-problems.ts";
import type { ProductOption } from "./reward-dialog.tsx";
import styles from "./reward-form.module.css";

/** The reward as members will read it, while it is being made. */
export function Preview({ draft, products }: { draft: Draft; products: readonly ProductOption[] }) {
  const t = useTranslations("owner.rewards.form");
  const say = useTranslations("reward.gives");
  const locale = useLocale();
  const isReadable = Object.keys(problemsOf(draft)).length === 0;
  if (!isReadable) return null;
  const product = products.find(({ productId }) => productId === draft.productId)?.title ?? null;
  const gift = giftWords(
    dataOf(draft),
    draft.name.trim(),
    (key, values) => say(key, values),
    formatFor(locale, "UTC", new Date(0)),
    product,
  );
  return (
    <p className={styles.preview}>
      {t("preview", { count: Number(draft.threshold), gift, days: Number(draft.holdDays) })}
    </p>
  );
}
