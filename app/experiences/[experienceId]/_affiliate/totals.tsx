import type { Speech } from "#app/_ui/i18n/request.ts";
import { toDecimal } from "#lib/core/money.ts";
import type { Balance } from "#lib/ledger/index.ts";
import { balanceName, shownKinds } from "./balance-kinds.ts";
import styles from "./totals.module.css";

type Props = { currency: string; balances: readonly Balance[]; speech: Pick<Speech, "t" | "format"> };

/** What stands in one currency: the same balances as on the page of earnings. */
export function Totals({ currency, balances, speech: { t, format } }: Props) {
  const balanceOf = (wanted: string) => balances.find(({ kind }) => kind === wanted)?.balance ?? 0n;
  return (
    <dl className={styles.totals}>
      {shownKinds(balanceOf).map((kind) => {
        const minor = balanceOf(kind);
        return (
          <div key={kind}>
            <dt>{t(`earnings.balance.${balanceName(kind, minor)}`)}</dt>
            <dd>{format.amount(toDecimal(minor, currency), currency)}</dd>
          </div>
        );
      })}
    </dl>
  );
}
