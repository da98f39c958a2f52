import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Apply } from "../../_affiliate/apply.tsx";
import type { Affiliate } from "../../_affiliate/read-affiliate.ts";
import { Terms } from "../../_affiliate/terms.tsx";
import { NoProgram } from "./no-program.tsx";
import styles from "./program.module.css";

type Props = { affiliate: Affiliate; experienceId: string; speech: Speech };

/** What being an affiliate brings, and the way to become one; nothing for whom it is not open. */
export function Program({ affiliate, experienceId, speech }: Props) {
  const { affiliation, settings, plans } = affiliate;
  const { status, mayApply, plan, application } = affiliation;
  const { t } = speech;
  if (status === "none" && !mayApply) return <NoProgram t={t} />;
  if (status === "declined" || status === "suspended") return null;
  const isOpen = settings.affiliateApplications !== "closed";
  return (
    <>
      {plan === null ? null : (
        <Card
          title={t(status === "active" ? "earnings.terms.title" : "earnings.offer.title")}
          hint={
            status === "active"
              ? t("earnings.terms.plan", { name: plan.name, version: plan.version })
              : undefined
          }
        >
          <div className={styles.offer}>
            <Terms terms={plan.terms} settings={settings} plans={plans} speech={speech} />
            {status === "none" ? (
              <Apply
                experienceId={experienceId}
                written={null}
                step={settings.affiliateApplications === "automatic" ? "join" : "apply"}
              />
            ) : null}
          </div>
        </Card>
      )}
      {status === "applied" && isOpen ? (
        <Card title={t("earnings.state.applied.change")}>
          <Apply experienceId={experienceId} written={application} step="save" />
        </Card>
      ) : null}
    </>
  );
}
