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
  if (list.items.length === 0) return <Nothing asked={asked} t={t} />;
  return (
    <Card flush>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{t("owner.referrals.member")}</th>
            <th scope="col" className={table.wide}>
              {t("owner.referrals.by")}
            </th>
            <th scope="col">{t("owner.referrals.state")}</th>
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
                <span className={table.folded}>{format.day(item.signedUpAt)}</span>
              </td>
              <td className={table.wide}>
                {item.referrer.name}
                {item.code === null ? null : <span className={table.second}>{item.code}</span>}
              </td>
              <td title={referralWords(item, t)}>
                <Badge tone={referralTones[item.state]}>{t(`referral.state.${item.state}`)}</Badge>
              </td>
              <td className={table.wide}>{t(`referral.evidence.${item.evidence}`)}</td>
              <td className={`${table.wide} ${table.end}`}>{netOf(item, speech)}</td>
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

function netOf({ revenue }: ListedReferral, { format }: Speech): string {
  return revenue.length === 0
    ? "–"
    : revenue.map(({ net, currency }) => format.money(net, currency)).join(", ");
}

function Nothing({ asked, t }: { asked: Asked; t: Speech["t"] }) {
  const isNarrowed = asked.search !== undefined || asked.filter !== "all";
  return (
    <Card>
      <Empty
        icon={isNarrowed ? "search" : "people"}
        title={t(isNarrowed ? "owner.referrals.empty.filtered" : "owner.referrals.empty.title")}
      >
        {isNarrowed ? undefined : t("owner.referrals.empty.text")}
      </Empty>
    </Card>
  );
}
