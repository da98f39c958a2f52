import Link from "next/link";
import { Badge } from "#app/_ui/badge/badge.tsx";
import { Card } from "#app/_ui/card/card.tsx";
import { termsWords } from "#app/_ui/commission/terms-words.ts";
import type { Speech } from "#app/_ui/i18n/request.ts";
import type { CommissionPlanVersion, ListedCommissionPlan } from "#lib/affiliates/index.ts";
import type { Product } from "#lib/companies/index.ts";
import { PlanActions } from "./plan-actions.tsx";
import styles from "./plans.module.css";

type Props = {
  plan: ListedCommissionPlan;
  companyId: string;
  products: readonly Product[];
  speech: Speech;
};

/** What a plan promises, and what it promised before. */
export function PlanCard({ plan, companyId, products, speech }: Props) {
  const { t, format } = speech;
  const { id, name, isDefault, archivedAt, versions, affiliates } = plan;
  const [latest, ...earlier] = versions;
  const isLive = archivedAt === null;
  return (
    <Card
      title={
        <span className={styles.name}>
          {name}
          {isDefault ? <Badge tone="accent">{t("affiliates.plans.default")}</Badge> : null}
          {isLive ? null : <Badge tone="neutral">{t("affiliates.plans.archived")}</Badge>}
        </span>
      }
      hint={t("affiliates.plans.hint", {
        count: affiliates,
        version: latest?.version ?? 1,
        at: format.day(latest?.effectiveAt ?? plan.createdAt),
      })}
      action={
        isLive ? (
          <div className={styles.actions}>
            <Link
              className={styles.edit}
              href={`/dashboard/${companyId}/affiliates/plans/${id}`}
              aria-label={t("affiliates.plans.editNamed", { name })}
            >
              {t("affiliates.plans.edit")}
            </Link>
            <PlanActions companyId={companyId} plan={{ id, name, isDefault, affiliates }} />
          </div>
        ) : undefined
      }
    >
      {latest ? <Terms version={latest} products={products} speech={speech} /> : null}
      {earlier.length === 0 ? null : (
        <details className={styles.versions}>
          <summary>{t("affiliates.plans.earlier", { count: earlier.length })}</summary>
          {earlier.map((version) => (
            <div key={version.version} className={styles.version}>
              <p className={styles.since}>
                {t("affiliates.plans.version", {
                  version: version.version,
                  at: format.day(version.effectiveAt),
                })}
              </p>
              <Terms version={version} products={products} speech={speech} />
            </div>
          ))}
        </details>
      )}
    </Card>
  );
}

type TermsProps = { version: CommissionPlanVersion } & Pick<Props, "products" | "speech">;

function Terms({ version, products, speech: { t, format } }: TermsProps) {
  const sentences = termsWords(version.terms, {
    say: (key, values) => t(`commission.terms.${key}`, values),
    format,
    productTitle: (id) => products.find(({ productId }) => productId === id)?.title,
  });
  return (
    <ul className={styles.terms}>
      {sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}
