import Link from "next/link";
import { Badge } from "#app/_ui/badge/badge.tsx";
import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Empty } from "#app/_ui/notice/empty.tsx";
import { Pager } from "#app/_ui/pager/pager.tsx";
import { referralTones } from "#app/_ui/referral/referral-tones.ts";
import { referralWords } from "#app/_ui/referral/referral-words.ts";
import table from "#app/_ui/table/table.module.css";
import type { ListedReferral } from "#lib/referrals/index.ts";
import type { Asked } from "./asked-for.ts";
import type { ReferralList } from "./read-referrals.ts";

type Props = {
  list: ReferralList;
  asked: Asked;
  /** The address of this page with something more in its query. */
  at: (more: Record<string, string | undefined | null>) => string;
  speech: Speech;
};

export function ReferralTable({ list, asked, at, speech }: Props) {
  const { t, format } = speech;
  if (list.items.length === 0)
    return <Nothing asked={asked} all={at({ show: null, search: null, days: null })} t={t} />;
  return (
    <Card flush>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{t("owner.referrals.member")}</th>
            <th scope="col" className={table.wide}>
              {t("owner.referrals.by")}
            </th>
            <th scope="col" className={table.edge}>
              {t("owner.referrals.state")}
            </th>
            <th scope="col" className={table.wide}>
              {t("owner.referrals.evidence")}
            </th>
            <th scope="col" className={`${table.wide} ${table.end}`}>
              {t("owner.referrals.net")}
            </th>
            <th scope="col" className={`${table.wide} ${table.end}`}>
              {t("owner.referrals.joined")}
            </th>
          </tr>
        </thead>
        <tbody>
          {list.items.map((item) => (
            <tr key={item.id} data-open={item.id === asked.open ? "" : undefined}>
              <td>
                <Link
                  data-row
                  href={at({ cursor: asked.cursor, open: item.id })}
                  scroll={false}
                  prefetch={false}
                >
                  {item.referred.name}
                </Link>
                <span className={table.folded}>
                  {t("owner.referrals.broughtBy", { name: item.referrer.name })}
                </span>
              </td>
              <td className={table.wide}>
                {item.referrer.name}
                {item.code === null ? null : <span className={table.second}>{item.code}</span>}
              </td>
              <td className={table.edge} title={referralWords(item, t)}>
                <Badge tone={referralTones[item.state]}>{t(`referral.state.${item.state}`)}</Badge>
                <span className={table.folded}>
                  {[...netsOf(item, speech), format.day(item.signedUpAt)].join(" · ")}
                </span>
              </td>
              <td className={table.wide}>{t(`referral.evidence.${item.evidence}`)}</td>
              <td className={`${table.wide} ${table.end}`}>{netsOf(item, speech).join(", ") || "–"}</td>
              <td className={`${table.wide} ${table.end}`}>{format.day(item.signedUpAt)}</td>
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

function netsOf({ revenue }: ListedReferral, { format }: Speech): string[] {
  return revenue.map(({ net, currency }) => format.amount(net, currency));
}

function Nothing({ asked, all, t }: { asked: Asked; all: string; t: Speech["t"] }) {
  const isNarrowed = asked.search !== undefined || asked.filter !== "all" || asked.days !== undefined;
  return (
    <Card>
      <Empty
        icon={isNarrowed ? "search" : "people"}
        title={t(isNarrowed ? "owner.referrals.empty.filtered" : "owner.referrals.empty.title")}
        action={
          isNarrowed ? (
            <Link className={table.way} href={all}>
              {t("owner.referrals.empty.filteredAction")}
            </Link>
          ) : undefined
        }
      >
        {t(isNarrowed ? "owner.referrals.empty.filteredText" : "owner.referrals.empty.text")}
      </Empty>
    </Card>
  );
}
