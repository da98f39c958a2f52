import { Figure, Figures } from "#app/_ui/figure/figure.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import type { PayoutItemStatus } from "#db/enums.ts";
import type { Payout } from "#lib/payouts/index.ts";
import { isPayable, isTroubled, sumsOf } from "../_act/sums.ts";
import styles from "../payouts.module.css";

type Props = { payout: Payout; speech: Speech };

const parts: [name: "paying" | "paid" | "trouble" | "left", of: (status: PayoutItemStatus) => boolean][] = [
  ["paying", (status) => isPayable(status) && status !== "paid" && !isTroubled(status)],
  ["paid", (status) => status === "paid"],
  ["trouble", isTroubled],
  ["left", (status) => !isPayable(status)],
];

/** What the payout comes to, currency by currency. */
export function Sums({ payout, speech: { t, format } }: Props) {
  const currencies = [...new Set(payout.totals.map(({ currency }) => currency))];
  const known = parts.map(([name, of]) => [name, sumsOf(payout.totals, of)] as const);
  return (
    <div className={styles.currencies}>
      {currencies.map((currency) => (
        <Figures key={currency}>
          {known.flatMap(([name, sums]) => {
            const sum = sums.find((one) => one.currency === currency);
            return sum === undefined
              ? []
              : [
                  <Figure
                    key={name}
                    label={t(
                      `payouts.sum.${name === "paying" && payout.startedAt === null ? "toPay" : name}`,
                    )}
                    value={format.amount(sum.amount, currency)}
                    detail={t("payouts.affiliates", { count: sum.items })}
                  />,
                ];
          })}
        </Figures>
      ))}
    </div>
  );
}
