import type { Speech } from "#app/_ui/i18n/request.ts";
import { Decision } from "../../_affiliate/decision.tsx";
import { BackLink } from "../../_page/back-link.tsx";
import type { Asked } from "../asked-for.ts";
import type { EarningsPage } from "../read-earnings.ts";
import { Balance } from "./balance.tsx";
import { Commissions } from "./commissions.tsx";
import styles from "./earnings.module.css";
import { OpenSheet } from "./open-sheet.tsx";
import { Payments } from "./payments.tsx";
import { Program } from "./program.tsx";
import { StatementLinks } from "./statement-links.tsx";

type Props = { page: EarningsPage; asked: Asked; experienceId: string; now: Date; speech: Speech };

export function Earnings({ page, asked, experienceId, now, speech }: Props) {
  const { t } = speech;
  const { status } = page.affiliate.affiliation;
  const { currencies, payments, nextPayoutAt } = page.earnings;
  const here = `/experiences/${experienceId}/earnings`;
  const isAffiliate = status === "active" || status === "suspended";
  const program = <Program affiliate={page.affiliate} experienceId={experienceId} speech={speech} />;
  return (
    <main className={styles.page}>
      <BackLink href={`/experiences/${experienceId}`}>{t("earnings.back")}</BackLink>
      <h1 className={styles.title}>{t("earnings.title")}</h1>
      <div className={styles.parts}>
        <Decision affiliation={page.affiliate.affiliation} speech={speech} />
        {currencies.map((of) => (
          <Balance
            key={of.currency}
            of={of}
            isOnly={currencies.length === 1}
            nextPayoutAt={nextPayoutAt}
            here={here}
            speech={speech}
          />
        ))}
        {isAffiliate ? (
          <div className={styles.columns}>
            <Commissions page={page.commissions} asked={asked} here={here} speech={speech} />
            <div className={styles.beside}>
              {program}
              <Payments payments={payments} speech={speech} />
              {currencies.length === 0 ? null : (
                <StatementLinks
                  currencies={currencies.map(({ currency }) => currency)}
                  experienceId={experienceId}
                  t={t}
                />
              )}
            </div>
          </div>
        ) : (
          <div className={styles.single}>{program}</div>
        )}
      </div>
      <OpenSheet page={page} asked={asked} here={here} now={now} speech={speech} />
    </main>
  );
}
