import { Definition } from "#app/_ui/definition/definition.tsx";
import { Figure, Figures } from "#app/_ui/figure/figure.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { toDecimal } from "#lib/core/money.ts";
import totals from "../_list/totals.module.css";
import { type Account, accountKinds } from "./read-affiliate.ts";

type Props = {
  accounts: readonly Account[];
  /** The page with the entries of an account. */
  entriesAt: (accountId: string) => string;
  speech: Speech;
};

/** How an affiliate's accounts stand; each balance opens the entries that it is the sum of. */
export function Balances({ accounts, entriesAt, speech: { t, format } }: Props) {
  const units = Map.groupBy(accounts, ({ unit }) => unit);
  return [...units].map(([unit, own]) => (
    <section key={unit} aria-label={t("affiliates.totals.in", { currency: unit })}>
      {units.size > 1 ? <h2 className={totals.currency}>{unit}</h2> : null}
      <Figures>
        {accountKinds.flatMap((kind) => {
          const account = own.find((one) => one.kind === kind);
          if (!account) return [];
          const name = t(`affiliates.account.${kind}.name`);
          const amount = format.amount(shownBalance(account), unit);
          return [
            <Figure
              key={kind}
              label={<Definition meaning={t(`affiliates.account.${kind}.meaning`)}>{name}</Definition>}
              value={amount}
              href={entriesAt(account.accountId)}
              hrefLabel={t("affiliates.account.open", { name, amount })}
            />,
          ];
        })}
      </Figures>
    </section>
  ));
}

/** What commissions cost is booked as a minus; people read how much was earned. */
export function shownBalance({ kind, balance, unit }: Account): string {
  return toDecimal(kind === "commission_expense" ? -balance : balance, unit);
}
