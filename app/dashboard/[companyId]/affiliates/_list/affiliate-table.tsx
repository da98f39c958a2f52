import { Avatar } from "#app/_ui/avatar/avatar.tsx";
import { Badge } from "#app/_ui/badge/badge.tsx";
import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Pager } from "#app/_ui/pager/pager.tsx";
import styles from "#app/_ui/table/table.module.css";
import { Folded, RowLink, Table } from "#app/_ui/table/table.tsx";
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
      <Table
        rows={list.affiliates}
        keyOf={({ id }) => id}
        columns={[
          {
            head: t("affiliates.column.name"),
            cell: (one) => (
              <span className={styles.person}>
                <Avatar name={one.member.name} url={one.member.avatarUrl} size={28} />
                <span>
                  <RowLink href={`${path}/${one.id}`}>{one.member.name}</RowLink>
                  <Folded>{one.planName ?? t("affiliates.noPlan")}</Folded>
                </span>
              </span>
            ),
          },
          { head: t("affiliates.column.plan"), place: "wide", cell: ({ planName }) => planName ?? "–" },
          {
            head: t("affiliates.column.status"),
            place: "edge",
            cell: (one) => (
              <>
                <Badge tone={affiliateTones[one.status]}>{t(`affiliates.status.${one.status}`)}</Badge>
                <Folded>{inEach(one, "owed", speech)}</Folded>
              </>
            ),
          },
          { head: t("affiliates.column.sales"), place: "end", cell: (one) => format.number(salesOf(one)) },
          { head: t("affiliates.column.owed"), place: "end", cell: (one) => inEach(one, "owed", speech) },
          { head: t("affiliates.column.paid"), place: "end", cell: (one) => inEach(one, "paid", speech) },
          {
            head: t("affiliates.column.since"),
            place: "end",
            cell: ({ decidedAt, appliedAt }) => format.day(decidedAt ?? appliedAt),
          },
        ]}
      />
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
