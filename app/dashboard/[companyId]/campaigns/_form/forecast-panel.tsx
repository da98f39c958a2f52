"use client";

import { useLocale, useTranslations } from "use-intl";
import { formatFor } from "#app/_ui/i18n/format.ts";
import { Skeleton } from "#app/_ui/skeleton/skeleton.tsx";
import styles from "./beside.module.css";
import type { Forecasted } from "./use-forecast.ts";

type Props = { forecasted: Forecasted; isReadable: boolean };

/** What the terms would have brought and cost in the last 90 days, the most they can cost, and what to mind. */
export function ForecastPanel({ forecasted, isReadable }: Props) {
  const t = useTranslations("owner.campaigns.forecast");
  const say = useTranslations("action");
  const format = formatFor(useLocale(), "UTC", new Date(0));
  return (
    <section className={styles.part} aria-live="polite">
      <h2 className={styles.title}>{t("title")}</h2>
      {!isReadable ? (
        <p className={styles.hint}>{t("unreadable")}</p>
      ) : forecasted.state === "waiting" ? (
        <Skeleton block={120} />
      ) : forecasted.state === "failed" ? (
        <p className={styles.hint}>
          {Object.keys(forecasted.fields).length > 0 ? t("refused") : (forecasted.message ?? say("offline"))}
        </p>
      ) : (
        <>
          <dl className={styles.numbers}>
            {(["members", "referrals", "points"] as const).map((name) => (
              <div key={name}>
                <dt>{t(name)}</dt>
                <dd>{format.number(forecasted.forecast[name].average)}</dd>
              </div>
            ))}
          </dl>
          {forecasted.forecast.costs.map(({ currency, expected, most, worst }) => (
            <dl key={currency} className={styles.numbers}>
              <div data-main>
                <dt>{t("expected")}</dt>
                <dd>{format.amount(expected, currency)}</dd>
              </div>
              <div>
                <dt>{t("most")}</dt>
                <dd>{format.amount(most, currency)}</dd>
              </div>
              <div>
                <dt>{t("worst")}</dt>
                <dd>{worst === null ? t("unbounded") : format.amount(worst, currency)}</dd>
              </div>
            </dl>
          ))}
          {forecasted.forecast.costs.length === 0 ? <p className={styles.hint}>{t("noCost")}</p> : null}
          <p className={styles.hint}>
            {forecasted.forecast.isExtrapolated
              ? t("extrapolated")
              : t("basis", { count: forecasted.forecast.rehearsals })}
          </p>
          {forecasted.forecast.warnings.length === 0 ? null : (
            <ul className={styles.warnings}>
              {forecasted.forecast.warnings.map((warning) => (
                <li key={warning}>{warning}</li>
              ))}
            </ul>
          )}
        </>
      )}
    </section>
  );
}
