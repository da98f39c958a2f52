import Link from "next/link";
import { Badge } from "#app/_ui/badge/badge.tsx";
import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Tabs } from "#app/_ui/nav/tabs.tsx";
import { Empty } from "#app/_ui/notice/empty.tsx";
import { Pager } from "#app/_ui/pager/pager.tsx";
import table from "#app/_ui/table/table.module.css";
import type { ListedItem, Payout } from "#lib/payouts/index.ts";
import { ExportButton } from "../../_export/export-button.tsx";
import { ItemActions } from "../_act/item-actions.tsx";
import { itemTones } from "../_act/payout-tones.ts";
import { countOf } from "../_act/sums.ts";
import { type Asked, type Filter, filters, statusesOf } from "./asked-for.ts";
import { amountOf, forActions, whyWords } from "./item-words.ts";
import styles from "./items.module.css";

type Props = {
  list: { items: readonly ListedItem[]; nextCursor: string | null };
  payout: Payout;
  asked: Asked;
  at: (more: Record<string, string | undefined | null>) => string;
  companyId: string;
  speech: Speech;
};

/** Who is paid what, who is not and why, and what can be done about it. */
export function Items({ list, payout, asked, at, companyId, speech }: Props) {
  const { t, format } = speech;
  const show = asked.filter === "all" ? null : asked.filter;
  const shown = filters.filter((filter) => filter === asked.filter || countIn(payout, filter) > 0);
  return (
    <Card
      title={t("payouts.items.title")}
      action={
        <ExportButton
          companyId={companyId}
          kind="payouts"
          filter={{ id: payout.id, statuses: asked.filter === "all" ? undefined : statusesOf[asked.filter] }}
        />
      }
      flush
    >
      <div className={styles.filter}>
        <Tabs
          label={t("payouts.items.filterLabel")}
          tabs={shown.map((filter) => ({
            href: at({ show: filter === "all" ? null : filter }),
            label: t(`payouts.items.filter.${filter}`),
            current: filter === asked.filter,
            count: countIn(payout, filter),
          }))}
        />
      </div>
      {list.items.length === 0 ? (
        <Empty icon="search" title={t("payouts.items.none")} />
      ) : (
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{t("payouts.column.affiliate")}</th>
              <th scope="col" className={table.edge}>
                {t("payouts.column.status")}
              </th>
              <th scope="col" className={`${table.wide} ${table.end}`}>
                {t("payouts.column.amount")}
              </th>
              <th scope="col" className={`${table.wide} ${table.end}`}>
                <span className="visually-hidden">{t("payouts.column.actions")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {list.items.map((item) => {
              const amount = format.amount(amountOf(item), item.currency);
              const why = whyWords(item, speech);
              return (
                <tr
                  key={item.id}
                  data-open={item.id === asked.item ? "" : undefined}
                  data-left={item.status === "excluded" || item.status === "carried" ? "" : undefined}
                >
                  <td>
                    <Link
                      data-row
                      href={at({ show, cursor: asked.cursor, item: item.id })}
                      scroll={false}
                      prefetch={false}
                    >
                      {item.payee.name}
                    </Link>
                    <span className={table.folded}>{amount}</span>
                  </td>
                  <td className={table.edge}>
                    <Badge tone={itemTones[item.status]}>{t(`payouts.item.${item.status}`)}</Badge>
                    {why === null ? null : <span className={`${table.second} ${styles.why}`}>{why}</span>}
                  </td>
                  <td className={`${table.wide} ${table.end}`}>
                    {amount}
                    {item.dispatch !== null && item.dispatch.amountMinor !== item.amountMinor ? (
                      <span className={table.second}>{t("payouts.items.less")}</span>
                    ) : null}
                  </td>
                  <td className={`${table.wide} ${table.end} ${table.above}`}>
                    <ItemActions companyId={companyId} item={forActions(item, speech)} most={1} />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      <Pager
        first={t("payouts.items.first")}
        next={t("payouts.items.more")}
        firstHref={asked.cursor ? at({ show }) : null}
        nextHref={list.nextCursor ? at({ show, cursor: list.nextCursor }) : null}
      />
    </Card>
  );
}

function countIn({ totals }: Payout, filter: Filter): number {
  return countOf(totals, (status) => filter === "all" || statusesOf[filter].includes(status));
}
