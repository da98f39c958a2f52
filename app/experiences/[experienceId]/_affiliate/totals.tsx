import type { Speech } from "#app/_ui/i18n/request.ts";
import type { CommissionTotals } from "#lib/affiliates/index.ts";
import styles from "./totals.module.css";

type Props = { total: CommissionTotals; speech: Pick<Speech, "t" | "format"> };

/** What stands in one currency: owed and paid always, the rest where there is something. */
export function Totals({ total, speech: { t, format } }: Props) {
  const { currency, owed, pending, held, paid } = total;
  const rows = [
    [owed.startsWith("-") ? "carried" : "owed", owed],
    ...(isAmount(pending) ? [["waiting", pending] as const] : []),
    ...(isAmount(held) ? [["held", held] as const] : []),
    ["paid", paid],
  ] as const;
  return (
    <dl className={styles.totals}>
      {rows.map(([name, amount]) => (
        <div key={name}>
          <dt>{t(`earnings.balance.${name}`)}</dt>
          <dd>{format.amount(amount, currency)}</dd>
        </div>
      ))}
    </dl>
  );
}

function isAmount(amount: string): boolean {
  return /[1-9]/.test(amount);
}
