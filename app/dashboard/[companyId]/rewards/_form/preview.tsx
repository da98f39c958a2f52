"use client";

import { useLocale, useTranslations } from "use-intl";
import { formatFor } from "#app/_ui/i18n/format.ts";
import { giftWords } from "#app/_ui/reward/reward-words.ts";
import { type Draft, dataOf } from "./draft.ts";
import { problemsOf } from "./draft-problems.ts";
import type { ProductOption } from "./options.ts";
import styles from "./reward-form.module.css";
import { isOfJoining } from "./triggers.ts";

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
  const values = {
    gift,
    count: Number(draft.threshold),
    days: Number(draft.holdDays),
    points: Number(draft.pricePoints),
  };
  const { trigger, side } = draft;
  const key = isOfJoining(trigger) && side !== "referrer" ? side : trigger;
  return (
    <p className={styles.preview}>
      {key === "milestone" ? t("preview", values) : t(`previews.${key}`, values)}
    </p>
  );
}
