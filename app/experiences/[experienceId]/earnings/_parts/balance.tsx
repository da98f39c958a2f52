import { Definition } from "#app/_ui/definition/definition.tsx";
import { Figure, Figures } from "#app/_ui/figure/figure.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { toDecimal } from "#lib/core/money.ts";
import type { CurrencyEarnings } from "#lib/payouts/index.ts";
import { type BalanceKind, balanceName, shownKinds } from "../../_affiliate/balance-kinds.ts";
import styles from "./balance.module.css";
import { balanceDetails } from "./balance-details.tsx";

type Props = {
  of: CurrencyEarnings;
  /** With one currency there is no need to name it. */
  isOnly: boolean;
  nextPayoutAt: Date | null;
  here: string;
  speech: Speech;
};

const amounts = {
  commission_payable: "owedMinor",
  commission_pending: "waitingMinor",
  commission_held: "heldMinor",
  payout_in_transit: "onItsWayMinor",
  payout_paid: "paidMinor",
} as const satisfies Record<BalanceKind, keyof CurrencyEarnings>;

export function balanceOf(of: CurrencyEarnings | undefined, kind: BalanceKind): bigint {
  return of?.[amounts[kind]] ?? 0n;
}

/** Where the money of one currency stands; each sum opens the entries behind it. */
export function Balance({ of, isOnly, nextPayoutAt, here, speech }: Props) {
  const { t, format } = speech;
  const { currency } = of;
  const kinds = shownKinds((kind) => balanceOf(of, kind));
  return (
    <section aria-label={t("earnings.balance.label", { currency })}>
      {isOnly ? null : <h2 className={styles.title}>{t("earnings.balance.inCurrency", { currency })}</h2>}
      <Figures>
        {kinds.map((kind) => {
          const minor = balanceOf(of, kind);
          const name = balanceName(kind, minor);
          const amount = format.amount(toDecimal(minor, currency), currency);
          const label = t(`earnings.balance.${name}`);
          return (
            <Figure
              key={kind}
              label={<Definition meaning={t(`earnings.meaning.${name}`)}>{label}</Definition>}
              value={amount}
              detail={balanceDetails(kind, of, nextPayoutAt, speech)}
              href={`${here}?entries=${kind}&currency=${currency}`}
              hrefLabel={t("earnings.balance.opens", { name: label, amount })}
            />
          );
        })}
      </Figures>
    </section>
  );
}
