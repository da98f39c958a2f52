import { Badge } from "#app/_ui/badge/badge.tsx";
import { commissionTones, standOf } from "#app/_ui/commission/commission-tones.ts";
import { WorkingsSum } from "#app/_ui/commission/workings.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Facts } from "#app/_ui/sheet/facts.tsx";
import type { CommissionDetails } from "#lib/affiliates/index.ts";
import styles from "./commission-facts.module.css";
import { commissionWhy } from "./commission-why.ts";

type Props = { commission: CommissionDetails; now: Date; speech: Speech };

/** One sale, and how what it earns was worked out. */
export function CommissionFacts({ commission, now, speech }: Props) {
  const { t, format } = speech;
  const { buyer, plan, occurredAt, conversionType, paymentId } = commission;
  const stand = standOf(commission);
  const why = commissionWhy(commission, speech);
  return (
    <div className={styles.facts}>
      <div className={styles.head}>
        <Badge tone={commissionTones[stand]}>{t(`commission.status.${stand}`)}</Badge>
        {stand === "refused" || why === "" ? null : <p className={styles.why}>{why}</p>}
      </div>
      <h3 className={styles.title}>{t("earnings.sheet.workings")}</h3>
      <WorkingsSum commission={commission} now={now} speech={speech} />
      <h3 className={styles.title}>{t("earnings.sheet.sale")}</h3>
      <Facts
        facts={[
          [t("earnings.sheet.buyer"), buyer.name],
          [t("earnings.sheet.soldAt"), format.instant(occurredAt)],
          [t("earnings.sheet.type"), t(`commission.type.${conversionType}`)],
          [
            t("earnings.sheet.plan"),
            t("earnings.sheet.planVersion", { name: plan.name, version: plan.version }),
          ],
          [t("earnings.sheet.payment"), <code key="payment">{paymentId}</code>],
        ]}
      />
    </div>
  );
}
