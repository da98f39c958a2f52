import { Badge } from "#app/_ui/badge/badge.tsx";
import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Pager } from "#app/_ui/pager/pager.tsx";
import { Folded, RowLink, Second, Table } from "#app/_ui/table/table.tsx";
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
      <Table
        rows={list.payouts}
        keyOf={({ id }) => id}
        columns={[
          {
            head: t("payouts.column.payout"),
            cell: (payout) => (
              <>
                <RowLink href={`${path}/${payout.id}`}>
                  {t("payouts.name", { number: payout.number })}
                </RowLink>
                <Folded>{amountsOf(payout, speech)}</Folded>
              </>
            ),
          },
          {
            head: t("payouts.column.status"),
            place: "edge",
            cell: ({ status, totals, createdAt }) => {
              const troubles = countOf(totals, isUnpaid);
              return (
                <>
                  <Badge tone={payoutTones[status]}>{t(`payouts.status.${status}`)}</Badge>
                  {troubles > 0 ? (
                    <Second className={styles.trouble}>
                      {t("payouts.history.troubles", { count: troubles })}
                    </Second>
                  ) : null}
                  <Folded>{format.day(createdAt)}</Folded>
                </>
              );
            },
          },
          {
            head: t("payouts.column.method"),
            place: "wide",
            cell: ({ method }) => t(`payouts.method.${method}`),
          },
          {
            head: t("payouts.column.affiliates"),
            place: "end",
            cell: ({ totals }) => format.number(countOf(totals, isPayable)),
          },
          {
            head: t("payouts.column.amount"),
            place: "end",
            cell: (payout) => amountsOf(payout, speech),
          },
          {
            head: t("payouts.column.made"),
            place: "end",
            cell: ({ createdAt }) => format.day(createdAt),
          },
        ]}
      />
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
