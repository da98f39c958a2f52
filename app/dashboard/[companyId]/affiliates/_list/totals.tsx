import { Definition } from "#app/_ui/definition/definition.tsx";
import { Figure, Figures } from "#app/_ui/figure/figure.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import type { AffiliateOverview } from "#lib/affiliates/index.ts";
import { addressOf } from "../../query.ts";
import styles from "./totals.module.css";

type Props = {
  totals: AffiliateOverview["totals"];
  payoutsHref: string;
  ledgerHref: string;
  speech: Speech;
};

/** Accounts that have no page of their own but the books. */
const kinds = { waiting: "commission_pending", held: "commission_held" } as const;

const shown = ["owed", "waiting", "held", "paid"] as const;

/** What the books hold of all affiliates together. Each currency stands by itself. */
export function Totals({ totals, payoutsHref, ledgerHref, speech: { t, format } }: Props) {
  return totals.map((sums) => (
    <section key={sums.currency} aria-label={t("affiliates.totals.in", { currency: sums.currency })}>
      {totals.length > 1 ? <h2 className={styles.currency}>{sums.currency}</h2> : null}
      <Figures>
        {shown.map((name) => (
          <Figure
            key={name}
            label={
              <Definition meaning={t(`affiliates.meaning.${name}`)}>
                {t(`affiliates.totals.${name}`)}
              </Definition>
            }
            value={format.amount(sums[name], sums.currency)}
            {...(name === "owed" || name === "paid"
              ? {
                  href: payoutsHref,
                  hrefLabel: t(`affiliates.totals.${name}Open`, {
                    amount: format.amount(sums[name], sums.currency),
                  }),
                }
              : { href: addressOf(ledgerHref, { kind: kinds[name], unit: sums.currency }) })}
            detail={
              name === "owed" && /[1-9]/.test(sums.onItsWay)
                ? t("affiliates.totals.onItsWay", { amount: format.amount(sums.onItsWay, sums.currency) })
                : undefined
            }
          />
        ))}
      </Figures>
    </section>
  ));
}
