import Link from "next/link";
import { Badge } from "#app/_ui/badge/badge.tsx";
import { commissionTones, standOf } from "#app/_ui/commission/commission-tones.ts";
import { WorkingsSum } from "#app/_ui/commission/workings.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Notice } from "#app/_ui/notice/notice.tsx";
import { Facts } from "#app/_ui/sheet/facts.tsx";
import { SideSheet } from "#app/_ui/sheet/side-sheet.tsx";
import type { CommissionDetails } from "#lib/affiliates/index.ts";
import styles from "./sheets.module.css";

type Props = {
  commission: CommissionDetails;
  companyId: string;
  closeHref: string;
  now: Date;
  speech: Speech;
};

/** How one commission came to its amount, and what the books hold of it. */
export function CommissionSheet({ commission, companyId, closeHref, now, speech }: Props) {
  const { t, format } = speech;
  const { sale, currency, plan, buyer } = commission;
  const money = (amount: string) => format.amount(amount, currency);
  const some = (amount: string) => (/[1-9]/.test(amount) ? money(amount) : null);
  const stand = standOf(commission);
  return (
    <SideSheet title={t("affiliates.sheet.title", { name: buyer.name })} closeHref={closeHref}>
      <div className={styles.sheet}>
        <p className={styles.head}>
          <strong className={styles.amount}>{money(commission.kept)}</strong>
          <Badge tone={commissionTones[stand]}>{t(`commission.status.${stand}`)}</Badge>
        </p>
        {commission.heldBy === null ? null : (
          <Notice tone="warning" title={t("commission.status.held")}>
            {t(`commission.held.${commission.heldBy}`)}
          </Notice>
        )}
        <section>
          <h3 className={styles.title}>{t("affiliates.sheet.workings")}</h3>
          <WorkingsSum commission={commission} now={now} speech={speech} />
        </section>
        <section>
          <h3 className={styles.title}>{t("affiliates.sheet.sale")}</h3>
          <Facts
            facts={[
              [t("affiliates.column.soldAt"), format.instant(commission.occurredAt)],
              [t("affiliates.sheet.type"), t(`commission.type.${commission.conversionType}`)],
              [t("affiliates.sheet.gross"), money(sale.gross)],
              [t("affiliates.sheet.discount"), some(sale.discount)],
              [t("affiliates.sheet.tax"), some(sale.tax)],
              [t("affiliates.sheet.fees"), some(sale.fees)],
              [t("affiliates.sheet.whop"), some(sale.whopAffiliate)],
              [t("affiliates.sheet.refunded"), some(sale.refunded)],
              [t("affiliates.sheet.payment"), commission.paymentId],
              [
                t("affiliates.column.plan"),
                t("affiliates.sheet.planVersion", { name: plan.name, version: plan.version }),
              ],
              [
                t("affiliates.sheet.referral"),
                <Link
                  key="trace"
                  href={`/dashboard/${companyId}/referrals?open=${commission.referralId}`}
                  prefetch={false}
                >
                  {t("affiliates.sheet.trace")}
                </Link>,
              ],
            ]}
          />
        </section>
        {commission.entries.length === 0 ? null : (
          <section>
            <h3 className={styles.title}>{t("affiliates.sheet.entries")}</h3>
            <ul className={styles.entries}>
              {commission.entries.map((entry, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a posting have nothing else to tell them apart
                <li key={`${entry.postingId}-${place}`} className={styles.entry}>
                  <span>
                    {t(`affiliates.account.${nameOf(entry.kind)}.name`)}
                    <small>{format.instant(entry.postedAt)}</small>
                  </span>
                  <span className={styles.number}>{money(asRead(entry))}</span>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </SideSheet>
  );
}

type Booked = CommissionDetails["entries"][number];

/** What commissions cost is booked as a minus; people read how much was earned. */
function asRead({ kind, amount }: Booked): string {
  if (kind !== "commission_expense") return amount;
  return amount.startsWith("-") ? amount.slice(1) : `-${amount}`;
}

/** A commission is booked on these accounts alone. */
function nameOf(kind: Booked["kind"]) {
  switch (kind) {
    case "commission_payable":
    case "commission_pending":
    case "commission_held":
      return kind;
    default:
      return "commission_expense";
  }
}
