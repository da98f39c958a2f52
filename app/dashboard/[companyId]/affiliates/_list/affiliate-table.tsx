import Link from "next/link";
import { Avatar } from "#app/_ui/avatar/avatar.tsx";
import { Badge } from "#app/_ui/badge/badge.tsx";
import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Pager } from "#app/_ui/pager/pager.tsx";
import table from "#app/_ui/table/table.module.css";
import type { AffiliatePage, ListedAffiliate } from "#lib/affiliates/index.ts";
import { affiliateTones } from "./affiliate-tones.ts";

type Props = {
  list: AffiliatePage;
  /** The address of this list. */
  path: string;
  firstHref: string | null;
  nextHref: string | null;
  speech: Speech;
};

export function AffiliateTable({ list, path, firstHref, nextHref, speech }: Props) {
  const { t, format } = speech;
  return (
    <Card flush>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{t("affiliates.column.name")}</th>
            <th scope="col" className={table.wide}>
              {t("affiliates.column.plan")}
            </th>
            <th scope="col" className={table.edge}>
              {t("affiliates.column.status")}
            </th>
            <th scope="col" className={`${table.wide} ${table.end}`}>
              {t("affiliates.column.sales")}
            </th>
            <th scope="col" className={`${table.wide} ${table.end}`}>
              {t("affiliates.column.owed")}
            </th>
            <th scope="col" className={`${table.wide} ${table.end}`}>
              {t("affiliates.column.paid")}
            </th>
            <th scope="col" className={`${table.wide} ${table.end}`}>
              {t("affiliates.column.since")}
            </th>
          </tr>
        </thead>
        <tbody>
          {list.affiliates.map((one) => (
            <tr key={one.id}>
              <td>
                <span className={table.person}>
                  <Avatar name={one.member.name} url={one.member.avatarUrl} size={28} />
                  <span>
                    <Link data-row href={`${path}/${one.id}`} prefetch={false}>
                      {one.member.name}
                    </Link>
                    <span className={table.folded}>{one.planName ?? t("affiliates.noPlan")}</span>
                  </span>
                </span>
              </td>
              <td className={table.wide}>{one.planName ?? "–"}</td>
              <td className={table.edge}>
                <Badge tone={affiliateTones[one.status]}>{t(`affiliates.status.${one.status}`)}</Badge>
                <span className={table.folded}>{inEach(one, "owed", speech)}</span>
              </td>
              <td className={`${table.wide} ${table.end}`}>{format.number(salesOf(one))}</td>
              <td className={`${table.wide} ${table.end}`}>{inEach(one, "owed", speech)}</td>
              <td className={`${table.wide} ${table.end}`}>{inEach(one, "paid", speech)}</td>
              <td className={`${table.wide} ${table.end}`}>{format.day(one.decidedAt ?? one.appliedAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Pager
        first={t("affiliates.latest")}
        next={t("affiliates.older")}
        firstHref={firstHref}
        nextHref={nextHref}
      />
    </Card>
  );
}

function salesOf({ totals }: ListedAffiliate): number {
  return totals.reduce((sum, { sales }) => sum + sales, 0);
}

/** Side by side, never added. */
function inEach({ totals }: ListedAffiliate, name: "owed" | "paid", { format }: Speech): string {
  return totals.map((sums) => format.amount(sums[name], sums.currency)).join(" · ") || "–";
}
