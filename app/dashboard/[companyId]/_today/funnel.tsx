import { Card } from "#app/_ui/card/card.tsx";
import { Definition } from "#app/_ui/definition/definition.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import type { Today } from "#lib/stats/index.ts";
import styles from "./funnel.module.css";

/** From the click to the referral that counts, over 30 days. */
export function Funnel({ funnel, speech: { t, format } }: { funnel: Today["funnel"]; speech: Speech }) {
  const stages = [
    { name: "clicks", count: funnel.clicks },
    { name: "signups", count: funnel.signups },
    { name: "converted", count: funnel.converted },
    { name: "confirmed", count: funnel.confirmed },
  ] as const;
  const most = Math.max(...stages.map(({ count }) => count), 1);
  return (
    <Card title={t("owner.today.funnel.title")} hint={t("owner.today.funnel.hint")}>
      <ol className={styles.funnel}>
        {stages.map(({ name, count }, place) => {
          const before = stages[place - 1]?.count ?? 0;
          return (
            <li key={name} className={styles.stage}>
              <div className={styles.words}>
                <Definition meaning={t(`metric.${name}.meaning`)}>{t(`metric.${name}.name`)}</Definition>
                <span>
                  {place > 0 && before > 0 && count <= before ? (
                    <span className={styles.share}>
                      {t("owner.today.funnel.share", { share: format.percent(count / before) })}
                    </span>
                  ) : null}
                  <strong>{format.number(count)}</strong>
                </span>
              </div>
              <div className={styles.track} aria-hidden="true">
                <div
                  className={styles.bar}
                  data-none={count === 0 ? "" : undefined}
                  style={{ inlineSize: `${(100 * count) / most}%` }}
                />
              </div>
            </li>
          );
        })}
      </ol>
    </Card>
  );
}
