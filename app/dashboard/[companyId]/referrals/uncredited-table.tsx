import Link from "next/link";
import { Badge } from "#app/_ui/badge/badge.tsx";
import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Empty } from "#app/_ui/notice/empty.tsx";
import { Pager } from "#app/_ui/pager/pager.tsx";
import table from "#app/_ui/table/table.module.css";
import type { Asked } from "./asked-for.ts";
import type { UncreditedList } from "./read-referrals.ts";

type Props = {
  list: UncreditedList;
  asked: Asked;
  at: (more: Record<string, string | undefined | null>) => string;
  speech: Speech;
};

/** New members and buyers whom nobody is credited for, each with the reason. */
export function UncreditedTable({ list, asked, at, speech: { t, format, say } }: Props) {
  if (list.items.length === 0) {
    return (
      <Card>
        <Empty icon="search" title={t("owner.referrals.uncredited.empty")}>
          {t("owner.referrals.uncredited.emptyText")}
        </Empty>
      </Card>
    );
  }
  return (
    <Card flush>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{t("owner.referrals.member")}</th>
            <th scope="col" className={table.wide}>
              {t("owner.referrals.uncredited.why")}
            </th>
            <th scope="col" className={table.edge}>
              {t("owner.referrals.uncredited.outcome")}
            </th>
            <th scope="col" className={`${table.wide} ${table.end}`}>
              {t("owner.referrals.uncredited.decided")}
            </th>
          </tr>
        </thead>
        <tbody>
          {list.items.map((item) => (
            <tr key={item.decisionId} data-open={item.decisionId === asked.decision ? "" : undefined}>
              <td>
                <Link
                  data-row
                  href={at({ cursor: asked.cursor, decision: item.decisionId })}
                  scroll={false}
                  prefetch={false}
                >
                  {item.referred.name}
                </Link>
                <span className={table.folded}>{say(item.sentence)}</span>
              </td>
              <td className={table.wide}>{say(item.sentence)}</td>
              <td className={table.edge}>
                <Badge tone={item.outcome === "refused" ? "warning" : "neutral"}>
                  {t(`referral.outcome.${item.outcome}`)}
                </Badge>
              </td>
              <td className={`${table.wide} ${table.end}`}>{format.day(item.decidedAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Pager
        first={t("owner.pager.latest")}
        next={t("owner.pager.older")}
        firstHref={asked.cursor ? at({}) : null}
        nextHref={list.nextCursor ? at({ cursor: list.nextCursor }) : null}
      />
    </Card>
  );
}
