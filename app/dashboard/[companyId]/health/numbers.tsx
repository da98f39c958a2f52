import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import table from "#app/_ui/table/table.module.css";
import type { ComparedNumber, StatsComparison } from "#lib/stats/index.ts";
import styles from "./health.module.css";
import { numberWords } from "./number-words.ts";

type Props = { comparison: StatsComparison | null; speech: Speech };

/** Whether the numbers that are kept are those of the rows behind them, as of last night. */
export function Numbers({ comparison, speech }: Props) {
  const { t, format } = speech;
  return (
    <Card title={t("owner.health.numbers.title")} hint={t("owner.health.numbers.hint")} id="numbers">
      <div className={styles.check}>
        {comparison === null ? (
          <p>{t("owner.health.numbers.never")}</p>
        ) : (
          <div>
            <p className={styles.headline}>
              {comparison.differences === 0
                ? t("owner.health.numbers.agree", {
                    count: comparison.members,
                    members: format.number(comparison.members),
                  })
                : t("owner.health.numbers.differ", { count: comparison.differences })}
            </p>
            <p className={styles.hint}>
              {t("owner.health.numbers.comparedAt", { at: format.instant(comparison.comparedAt) })}{" "}
              {comparison.differences === 0 ? null : t("owner.health.numbers.mended")}
            </p>
          </div>
        )}
        {comparison && comparison.details.length > 0 ? (
          <Details details={comparison.details} speech={speech} />
        ) : null}
      </div>
    </Card>
  );
}

function Details({ details, speech }: { details: readonly ComparedNumber[]; speech: Speech }) {
  const { t, format } = speech;
  return (
    <details className={styles.permissions}>
      <summary>{t("owner.health.numbers.details", { count: details.length })}</summary>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{t("owner.health.numbers.what")}</th>
            <th scope="col">{t("owner.health.numbers.when")}</th>
            <th scope="col" className={table.edge}>
              {t("owner.health.numbers.kept")}
            </th>
            <th scope="col" className={table.edge}>
              {t("owner.health.numbers.behind")}
            </th>
          </tr>
        </thead>
        <tbody>
          {details.map((one) => (
            <tr key={JSON.stringify(one)}>
              <td>
                {one.of === "member"
                  ? t("owner.health.numbers.of.member", { period: one.period })
                  : t(`owner.health.numbers.of.${one.of}`)}
              </td>
              <td>{whenOf(one, format)}</td>
              <td className={table.edge}>{numberWords(one, "stored", speech)}</td>
              <td className={table.edge}>{numberWords(one, "rows", speech)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

/** A period without an end has no beginning that anybody would ask for. */
function whenOf(one: ComparedNumber, format: Speech["format"]): string {
  if ("day" in one) return format.date(one.day);
  return one.period === "all" ? "" : format.date(one.periodStart);
}
