"use client";

import { useLocale, useTranslations } from "use-intl";
import { formatFor } from "#app/_ui/i18n/format.ts";
import { Skeleton } from "#app/_ui/skeleton/skeleton.tsx";
import styles from "./summary.module.css";
import type { Previewed } from "./use-preview.ts";

type Props = { previewed: Previewed; isReadable: boolean; isNew: boolean };

/** What the plan would have cost on the sales of the last 90 days, beside what it costs as it is. */
export function Cost({ previewed, isReadable, isNew }: Props) {
  const t = useTranslations("affiliates.form.cost");
  const say = useTranslations("action");
  const format = formatFor(useLocale(), "UTC", new Date(0));
  return (
    <section className={styles.part} aria-live="polite">
      <h2 className={styles.title}>{t("title")}</h2>
      {!isReadable ? (
        <p className={styles.hint}>{t("unreadable")}</p>
      ) : previewed.state === "waiting" ? (
        <Skeleton block={72} />
      ) : previewed.state === "failed" ? (
        <p className={styles.hint}>{previewed.message ?? say("offline")}</p>
      ) : previewed.preview.currencies.length === 0 ? (
        <p className={styles.hint}>{t("none")}</p>
      ) : (
        <>
          {previewed.preview.currencies.map(({ currency, sales, revenue, cost, currentCost }) => (
            <dl key={currency} className={styles.cost}>
              <div data-main>
                <dt>{t("cost")}</dt>
                <dd>{format.amount(cost, currency)}</dd>
              </div>
              {currentCost === null ? null : (
                <div>
                  <dt>{t(isNew ? "newcomers" : "current")}</dt>
                  <dd>{format.amount(currentCost, currency)}</dd>
                </div>
              )}
              <div>
                <dt>{t("revenue", { sales })}</dt>
                <dd>{format.amount(revenue, currency)}</dd>
              </div>
              <div>
                <dt>{t("share")}</dt>
                <dd>{shareOf(cost, revenue, format.percent)}</dd>
              </div>
            </dl>
          ))}
          <p className={styles.hint}>{t(previewed.preview.basis, { count: previewed.preview.referrers })}</p>
        </>
      )}
    </section>
  );
}

/** For the eye only: the amounts beside it are exact. */
function shareOf(cost: string, revenue: string, percent: (ratio: number) => string): string {
  const whole = Number(revenue);
  return whole > 0 ? percent(Number(cost) / whole) : "–";
}
