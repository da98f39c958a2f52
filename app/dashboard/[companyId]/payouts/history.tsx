import Link from "next/link";
import { Badge } from "#app/_ui/badge/badge.tsx";
import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Pager } from "#app/_ui/pager/pager.tsx";
import table from "#app/_ui/table/table.module.css";
import type { Payout } from "#lib/payouts/index.ts";
import { ExportButton } from "../_export/export-button.tsx";
import { addressOf } from "../query.ts";
import { payoutTones } from "./_act/payout-tones.ts";
import { countOf, isPayable, isUnpaid, sumsOf } from "./_act/sums.ts";
import styles from "./payouts.module.css";

type Props = {
  companyId: string;
  list: { payouts: readonly Payout[]; nextCursor: string | null };
  cursor: string | undefined;
  speech: Speech;
};

/** Every payout there was, newest first. */
export function History({ companyId, list, cursor, speech }: Props) {
  const { t, format } = speech;
  const path = `/dashboard/${companyId}/payouts`;
  if (list.payouts.length === 0) return null;
  return (
    <Card
      title={t("payouts.history.title")}
      action={<ExportButton companyId={companyId} kind="payouts" filter={{}} />}
      flush
    >
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{t("payouts.column.payout")}</th>
            <th scope="col" className={table.edge}>
              {t("payouts.column.status")}
            </th>
            <th scope="col" className={table.wide}>
              {t("payouts.column.method")}
            </th>
            <th scope="col" className={`${table.wide} ${table.end}`}>
              {t("payouts.column.affiliates")}
            </th>
            <th scope="col" className={`${table.wide} ${table.end}`}>
              {t("payouts.column.amount")}
            </th>
            <th scope="col" className={`${table.wide} ${table.end}`}>
              {t("payouts.column.made")}
            </th>
          </tr>
        </thead>
        <tbody>
          {list.payouts.map((payout) => {
            const troubles = countOf(payout.totals, isUnpaid);
            return (
              <tr key={payout.id}>
                <td>
                  <Link data-row href={`${path}/${payout.id}`} prefetch={false}>
                    {t("payouts.name", { number: payout.number })}
                  </Link>
                  <span className={table.folded}>{amountsOf(payout, speech)}</span>
                </td>
                <td className={table.edge}>
                  <Badge tone={payoutTones[payout.status]}>{t(`payouts.status.${payout.status}`)}</Badge>
                  {troubles > 0 ? (
                    <span className={`${table.second} ${styles.trouble}`}>
                      {t("payouts.history.troubles", { count: troubles })}
                    </span>
                  ) : null}
                  <span className={table.folded}>{format.day(payout.createdAt)}</span>
                </td>
                <td className={table.wide}>{t(`payouts.method.${payout.method}`)}</td>
                <td className={`${table.wide} ${table.end}`}>
                  {format.number(countOf(payout.totals, isPayable))}
                </td>
                <td className={`${table.wide} ${table.end}`}>{amountsOf(payout, speech)}</td>
                <td className={`${table.wide} ${table.end}`}>{format.day(payout.createdAt)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <Pager
        first={t("owner.pager.latest")}
        next={t("owner.pager.older")}
        firstHref={cursor ? path : null}
        nextHref={list.nextCursor ? addressOf(path, { cursor: list.nextCursor }) : null}
      />
    </Card>
  );
}

/** What was to be paid; side by side, never added. */
function amountsOf({ totals }: Payout, { format }: Speech): string {
  const sums = sumsOf(totals, isPayable);
  return sums.map(({ amount, currency }) => format.amount(amount, currency)).join(" · ") || "–";
}
