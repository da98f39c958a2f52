import Link from "next/link";
import { Badge } from "#app/_ui/badge/badge.tsx";
import { Card } from "#app/_ui/card/card.tsx";
import { commissionTones, standOf } from "#app/_ui/commission/commission-tones.ts";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Tabs } from "#app/_ui/nav/tabs.tsx";
import { Empty } from "#app/_ui/notice/empty.tsx";
import { Pager } from "#app/_ui/pager/pager.tsx";
import table from "#app/_ui/table/table.module.css";
import type { CommissionPage, ListedCommission } from "#lib/affiliates/index.ts";
import { ExportButton } from "../../_export/export-button.tsx";
import { type Asked, filters } from "./asked-for.ts";
import styles from "./commission-table.module.css";

type Props = {
  companyId: string;
  affiliateId: string;
  list: CommissionPage;
  asked: Asked;
  /** The address of this page with something else in its query. */
  at: (more: Record<string, string | undefined | null>) => string;
  speech: Speech;
};

/** One for each sale, each with the way to how it was worked out. */
export function CommissionTable({ companyId, affiliateId, list, asked, at, speech }: Props) {
  const { t, format } = speech;
  const { commissions } = list;
  return (
    <Card
      title={t("affiliates.commissions.title")}
      hint={t("affiliates.commissions.hint")}
      action={
        <ExportButton
          companyId={companyId}
          kind="commissions"
          filter={{ affiliateId, status: asked.filter === "all" ? undefined : asked.filter }}
        />
      }
      flush
    >
      <div className={styles.filter}>
        <Tabs
          label={t("affiliates.commissions.filterLabel")}
          tabs={filters.map((filter) => ({
            href: at({ show: filter === "all" ? null : filter }),
            label: t(filter === "all" ? "affiliates.filter.all" : `commission.status.${filter}`),
            current: filter === asked.filter,
          }))}
        />
      </div>
      {commissions.length === 0 ? (
        <Empty
          icon={asked.filter === "all" ? "coins" : "search"}
          title={t(`affiliates.commissions.empty.${asked.filter === "all" ? "title" : "filtered"}`)}
        >
          {asked.filter === "all" ? t("affiliates.commissions.empty.text") : undefined}
        </Empty>
      ) : (
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{t("affiliates.column.buyer")}</th>
              <th scope="col" className={table.edge}>
                {t("affiliates.column.status")}
              </th>
              <th scope="col" className={`${table.wide} ${table.end}`}>
                {t("affiliates.column.sale")}
              </th>
              <th scope="col" className={`${table.wide} ${table.end}`}>
                {t("affiliates.column.commission")}
              </th>
              <th scope="col" className={`${table.wide} ${table.end}`}>
                {t("affiliates.column.soldAt")}
              </th>
            </tr>
          </thead>
          <tbody>
            {commissions.map((one) => (
              <tr key={one.id} data-open={one.id === asked.commission ? "" : undefined}>
                <td>
                  <Link
                    data-row
                    href={at({ show: shownFilter(asked), cursor: asked.cursor, commission: one.id })}
                    scroll={false}
                    prefetch={false}
                  >
                    {one.buyer.name}
                  </Link>
                  {one.level === 2 ? (
                    <span className={table.second}>{t("affiliates.commissions.secondLevel")}</span>
                  ) : null}
                  <span className={table.folded}>
                    {format.amount(one.kept, one.currency)} · {format.day(one.occurredAt)}
                  </span>
                </td>
                <td className={table.edge}>
                  <Badge tone={commissionTones[standOf(one)]}>{t(`commission.status.${standOf(one)}`)}</Badge>
                  <span className={table.second}>{whenOf(one, speech)}</span>
                </td>
                <td className={`${table.wide} ${table.end}`}>
                  {format.amount(one.sale.gross, one.currency)}
                  {isSome(one.sale.refunded) ? (
                    <span className={table.second}>
                      {t("affiliates.commissions.refunded", {
                        amount: format.amount(one.sale.refunded, one.currency),
                      })}
                    </span>
                  ) : null}
                </td>
                <td className={`${table.wide} ${table.end}`}>{format.amount(one.kept, one.currency)}</td>
                <td className={`${table.wide} ${table.end}`}>{format.day(one.occurredAt)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Pager
        first={t("affiliates.latest")}
        next={t("affiliates.older")}
        firstHref={asked.cursor ? at({ show: shownFilter(asked) }) : null}
        nextHref={list.nextCursor ? at({ show: shownFilter(asked), cursor: list.nextCursor }) : null}
      />
    </Card>
  );
}

export function shownFilter({ filter }: Asked): string | null {
  return filter === "all" ? null : filter;
}

/** Until when it waits, or what of it is still to come back or to be paid. */
function whenOf(one: ListedCommission, { t, format }: Speech): string | null {
  if (one.status === "pending") return t("affiliates.commissions.until", { at: format.day(one.holdUntil) });
  if (one.owed.startsWith("-"))
    return t("affiliates.commissions.overpaid", { amount: format.amount(one.owed.slice(1), one.currency) });
  return null;
}

function isSome(amount: string): boolean {
  return /[1-9]/.test(amount);
}
