import { Badge } from "#app/_ui/badge/badge.tsx";
import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Empty } from "#app/_ui/notice/empty.tsx";
import { toDecimal } from "#lib/core/money.ts";
import type { Payment } from "#lib/payouts/index.ts";
import styles from "./payments.module.css";

/** What was paid, when, and by which reference it is found; and what is on its way. */
export function Payments({ payments, speech }: { payments: readonly Payment[]; speech: Speech }) {
  const { t } = speech;
  return (
    <Card title={t("earnings.payments.title")} id="payouts" flush>
      {payments.length === 0 ? (
        <Empty icon="archive" title={t("earnings.payments.empty.title")}>
          {t("earnings.payments.empty.text")}
        </Empty>
      ) : (
        <ul>
          {payments.map((payment) => (
            <Row key={payment.id} payment={payment} speech={speech} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function Row({ payment, speech: { t, format } }: { payment: Payment; speech: Speech }) {
  const { amountMinor, currency, isPaid, paidAt, payoutNumber, reference } = payment;
  return (
    <li className={styles.item}>
      <strong>{format.amount(toDecimal(amountMinor, currency), currency)}</strong>
      <Badge tone={isPaid ? "success" : "warning"}>
        {t(isPaid ? "earnings.balance.paid" : "earnings.payments.onItsWay")}
      </Badge>
      <p className={styles.when}>
        {t("earnings.payments.number", { number: payoutNumber })} ·{" "}
        {isPaid && paidAt !== null
          ? t("earnings.payments.paid", { at: format.day(paidAt) })
          : t("earnings.payments.unsure")}
      </p>
      {reference === null ? null : (
        <p className={styles.when}>
          {t("earnings.payments.reference")} <code>{reference}</code>
        </p>
      )}
    </li>
  );
}
