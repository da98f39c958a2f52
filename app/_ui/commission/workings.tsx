import type { CommissionDetails } from "#lib/affiliates/index.ts";
import type { Speech } from "../i18n/request.ts";
import { workingRow } from "./working-words.ts";
import styles from "./workings.module.css";

type Props = {
  commission: Pick<CommissionDetails, "workings" | "currency" | "kept" | "paid" | "owed" | "status">;
  now: Date;
  speech: Speech;
};

/** How a commission was found, line by line, with its sum; anybody can add it up again. */
export function WorkingsSum({ commission, now, speech: { t, format } }: Props) {
  const { currency, kept, paid, owed, status } = commission;
  const money = (amount: string) => format.amount(amount, currency);
  const isPaid = /[1-9]/.test(paid);
  const rows = commission.workings
    .filter((line) => line.code !== "hold" || line.days > 0)
    .map((line) => ({ line, ...workingRow(line, { t, format, currency, now }) }));
  return (
    <dl className={styles.workings}>
      {rows.map(({ line, text, amount, isSubtraction }) => (
        <div
          key={line.code === "cap" ? line.cap : line.code}
          className={styles.row}
          data-base={line.code === "base" ? "" : undefined}
        >
          <dt>{text}</dt>
          {amount === null ? null : <dd>{money(isSubtraction ? `-${amount}` : amount)}</dd>}
        </div>
      ))}
      {status === "refused" ? null : (
        <div className={styles.row} data-sum="">
          <dt>{t("commission.line.kept")}</dt>
          <dd>{money(kept)}</dd>
        </div>
      )}
      {isPaid ? (
        <div className={styles.row}>
          <dt>{t("commission.line.paid")}</dt>
          <dd>{money(`-${paid}`)}</dd>
        </div>
      ) : null}
      {isPaid && /[1-9]/.test(owed) ? (
        <div className={styles.row} data-sum="">
          <dt>{t(owed.startsWith("-") ? "commission.line.carried" : "commission.line.toCome")}</dt>
          <dd>{money(owed)}</dd>
        </div>
      ) : null}
    </dl>
  );
}
