import type { ReactNode } from "react";
import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import type { ReferralStats } from "#lib/stats/index.ts";
import styles from "./clicks.module.css";

const classes = ["duplicate", "preview", "bot", "prefetch", "self", "test"] as const;

/** How many people opened the link, and every other request that reached it. Together they are all there were. */
export function Clicks({
  stats,
  speech: { t, format },
  children,
}: {
  stats: ReferralStats;
  speech: Speech;
  children: ReactNode;
}) {
  const { unique, byClass, raw } = stats.clicks;
  const others = classes.filter((name) => byClass[name] > 0);
  return (
    <Card title={t("member.clicks.title")} hint={t("member.clicks.hint")}>
      <p className={styles.people}>
        <strong>{format.number(unique)}</strong> {t("member.clicks.people", { count: unique })}
      </p>
      {others.length === 0 ? null : (
        <details className={styles.more}>
          <summary>{t("member.clicks.others", { count: raw - unique })}</summary>
          <dl className={styles.classes}>
            {others.map((name) => (
              <div key={name}>
                <dt>{t(`member.clicks.class.${name}`)}</dt>
                <dd>{format.number(byClass[name])}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
      {children}
    </Card>
  );
}
