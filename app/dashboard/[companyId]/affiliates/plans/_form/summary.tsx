"use client";

import { useLocale, useTranslations } from "use-intl";
import { termsWords } from "#app/_ui/commission/terms-words.ts";
import { formatFor } from "#app/_ui/i18n/format.ts";
import type { PlanTerms } from "#lib/affiliates/index.ts";
import type { ProductOption } from "./step-fields.tsx";
import styles from "./summary.module.css";

/** The plan as affiliates will read it, while it is being made. */
export function Summary({
  terms,
  products,
}: {
  terms: PlanTerms | null;
  products: readonly ProductOption[];
}) {
  const t = useTranslations("affiliates.form");
  const say = useTranslations("commission.terms");
  const locale = useLocale();
  const sentences =
    terms === null
      ? []
      : termsWords(terms, {
          say: (key, values) => say(key, values),
          format: formatFor(locale, "UTC", new Date(0)),
          productTitle: (id) => products.find(({ productId }) => productId === id)?.title,
        });
  return (
    <section className={styles.part}>
      <h2 className={styles.title}>{t("summary")}</h2>
      {terms === null ? (
        <p className={styles.hint}>{t("cost.unreadable")}</p>
      ) : (
        <ul className={styles.terms}>
          {sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
