import type { Speech } from "#app/_ui/i18n/request.ts";
import { toDecimal } from "#lib/core/money.ts";
import type { Statement } from "#lib/payouts/index.ts";
import { lineWords } from "./line-words.ts";
import styles from "./lines.module.css";

/** Every line with the balance after it; on a phone its day and its reference stand below it. */
export function Lines({ statement, speech }: { statement: Statement; speech: Speech }) {
  const { t, format } = speech;
  const { currency, lines, openingMinor, closingMinor } = statement;
  const money = (minor: bigint) => format.amount(toDecimal(minor, currency), currency);
  if (lines.length === 0)
    return (
      <div className={styles.none}>
        <p>{t("earnings.statement.none.title")}</p>
        <p>{t("earnings.statement.none.text")}</p>
      </div>
    );
  return (
    <table className={styles.lines}>
      <caption className="visually-hidden">{t("earnings.statement.linesLabel")}</caption>
      <thead>
        <tr>
          <th scope="col" className={styles.wide}>
            {t("earnings.statement.date")}
          </th>
          <th scope="col">{t("earnings.statement.what")}</th>
          <th scope="col" className={styles.wide}>
            {t("earnings.statement.reference")}
          </th>
          <th scope="col" className={styles.end}>
            {t("earnings.statement.amount")}
          </th>
          <th scope="col" className={styles.end}>
            {t("earnings.statement.balance")}
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line has no name of its own, and none ever moves
          <tr key={place}>
            <td className={`${styles.wide} ${styles.date}`}>{format.day(line.postedAt)}</td>
            <td>
              {lineWords(line, speech)}
              <span className={styles.folded}>
                {format.day(line.postedAt)} · <code>{line.reference}</code>
              </span>
            </td>
            <td className={styles.wide}>
              <code>{line.reference}</code>
            </td>
            <td className={styles.end}>{money(line.amountMinor)}</td>
            <td className={styles.end}>{money(line.balanceMinor)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <td className={styles.wide} />
          <td>{t("earnings.statement.sums", { count: lines.length })}</td>
          <td className={styles.wide} />
          <td className={styles.end}>{money(closingMinor - openingMinor)}</td>
          <td className={styles.end}>{money(closingMinor)}</td>
        </tr>
      </tfoot>
    </table>
  );
}
