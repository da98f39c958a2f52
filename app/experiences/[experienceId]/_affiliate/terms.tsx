import type { Speech } from "#app/_ui/i18n/request.ts";
import { Points } from "#app/_ui/list/points.tsx";
import type { PlanTerms } from "#lib/affiliates/index.ts";
import type { CompanySettings, Plan } from "#lib/companies/index.ts";
import { promiseDetails, promiseExample, promiseSentence } from "./promise-words.ts";
import styles from "./terms.module.css";

type Props = {
  terms: PlanTerms;
  settings: Pick<CompanySettings, "defaultPlanId" | "holdDays" | "payouts">;
  plans: readonly Plan[];
  speech: Pick<Speech, "t" | "format">;
};

/** The terms in one sentence with real numbers; the rest of them folds out. */
export function Terms({ terms, settings, plans, speech }: Props) {
  const { t } = speech;
  const example = promiseExample(terms, exampleOf(plans, settings.defaultPlanId), speech);
  const { holdDays, payouts } = settings;
  const details = promiseDetails(terms, { plans, holdDays, minimums: payouts.minimums }, speech);
  return (
    <div className={styles.terms}>
      <p className={styles.sentence}>{promiseSentence(terms, speech)}</p>
      {example === null ? null : <p className={styles.example}>{example}</p>}
      <details className={styles.more}>
        <summary>{t("earnings.offer.how")}</summary>
        <Points>
          {details.map((detail) => (
            <li key={detail}>{detail}</li>
          ))}
        </Points>
      </details>
    </div>
  );
}

/** What links sell, or else the first thing on sale. */
function exampleOf(plans: readonly Plan[], defaultPlanId: string | null): Plan | undefined {
  const isOnSale = ({ isVisible, initialPrice }: Plan) => isVisible && initialPrice.minor > 0n;
  return plans.find(({ planId }) => planId === defaultPlanId) ?? plans.find(isOnSale);
}
