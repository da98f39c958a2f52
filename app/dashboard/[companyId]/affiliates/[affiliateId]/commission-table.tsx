import { Badge } from "#app/_ui/badge/badge.tsx";
import { Card } from "#app/_ui/card/card.tsx";
import { commissionTones, standOf } from "#app/_ui/commission/commission-tones.ts";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Tabs } from "#app/_ui/nav/tabs.tsx";
import { Empty } from "#app/_ui/notice/empty.tsx";
import { Pager } from "#app/_ui/pager/pager.tsx";
import { Folded, RowLink, Second, Table } from "#app/_ui/table/table.tsx";
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
        <Table
          rows={commissions}
          keyOf={({ id }) => id}
          open={asked.commission}
          columns={[
            {
              head: t("affiliates.column.buyer"),
              cell: (one) => (
                <>
                  <RowLink
                    href={at({ show: shownFilter(asked), cursor: asked.cursor, commission: one.id })}
                    beside
                  >
                    {one.buyer.name}
                  </RowLink>
                  {one.level === 2 ? <Second>{t("affiliates.commissions.secondLevel")}</Second> : null}
                  <Folded>
                    {format.amount(one.kept, one.currency)} · {format.day(one.occurredAt)}
                  </Folded>
                </>
              ),
            },
            {
              head: t("affiliates.column.status"),
              place: "edge",
              cell: (one) => (
                <>
                  <Badge tone={commissionTones[standOf(one)]}>{t(`commission.status.${standOf(one)}`)}</Badge>
                  <Second>{whenOf(one, speech)}</Second>
                </>
              ),
            },
            {
              head: t("affiliates.column.sale"),
              place: "end",
              cell: ({ sale, currency }) => (
                <>
                  {format.amount(sale.gross, currency)}
                  {isSome(sale.refunded) ? (
                    <Second>
                      {t("affiliates.commissions.refunded", {
                        amount: format.amount(sale.refunded, currency),
                      })}
                    </Second>
                  ) : null}
                </>
              ),
            },
            {
              head: t("affiliates.column.commission"),
              place: "end",
              cell: ({ kept, currency }) => format.amount(kept, currency),
            },
            {
              head: t("affiliates.column.soldAt"),
              place: "end",
              cell: ({ occurredAt }) => format.day(occurredAt),
            },
          ]}
        />
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
