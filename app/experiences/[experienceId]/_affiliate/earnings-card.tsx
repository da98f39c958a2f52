import Link from "next/link";
import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Apply } from "./apply.tsx";
import { Decision } from "./decision.tsx";
import styles from "./earnings-card.module.css";
import { promiseSentence } from "./promise-words.ts";
import type { AffiliateStanding } from "./read-affiliate.ts";
import { Terms } from "./terms.tsx";
import { Totals } from "./totals.tsx";

type Props = { affiliate: AffiliateStanding; experienceId: string; speech: Speech };

/** What a member earns or could earn with sales; nothing where there are no affiliates. */
export function EarningsCard({ affiliate, experienceId, speech }: Props) {
  const { affiliation, settings, plans, balances } = affiliate;
  const { status, mayApply, plan } = affiliation;
  const { t } = speech;
  if (status === "none" && !mayApply) return null;
  const isOffer = status === "none";
  return (
    <Card title={t(isOffer ? "earnings.offer.title" : "earnings.title")} id="earnings">
      <div className={styles.parts}>
        <Decision affiliation={affiliation} speech={speech} />
        {[...Map.groupBy(balances, ({ unit }) => unit)].map(([currency, of]) => (
          <Totals key={currency} currency={currency} balances={of} speech={speech} />
        ))}
        {status === "active" && balances.length === 0 ? (
          <p className={styles.none}>{t("earnings.line.none")}</p>
        ) : null}
        {plan !== null && status === "active" ? (
          <p className={styles.none}>{promiseSentence(plan.terms, speech)}</p>
        ) : null}
        {plan !== null && (isOffer || status === "applied") ? (
          <Terms terms={plan.terms} settings={settings} plans={plans} speech={speech} />
        ) : null}
        {isOffer ? (
          <Apply
            experienceId={experienceId}
            written={null}
            step={settings.affiliateApplications === "automatic" ? "join" : "apply"}
          />
        ) : (
          <Link className={styles.all} href={`/experiences/${experienceId}/earnings`} prefetch={false}>
            {t("earnings.open")}
          </Link>
        )}
      </div>
    </Card>
  );
}
