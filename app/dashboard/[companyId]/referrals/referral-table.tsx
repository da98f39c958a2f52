import Link from "next/link";
import { Badge } from "#app/_ui/badge/badge.tsx";
import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Empty } from "#app/_ui/notice/empty.tsx";
import { Pager } from "#app/_ui/pager/pager.tsx";
import { referralTones } from "#app/_ui/referral/referral-tones.ts";
import { referralWords } from "#app/_ui/referral/referral-words.ts";
import styles from "#app/_ui/table/table.module.css";
import { Folded, RowLink, Second, Table } from "#app/_ui/table/table.tsx";
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
      <Table
        rows={list.items}
        keyOf={({ id }) => id}
        open={asked.open}
        columns={[
          {
            head: t("owner.referrals.member"),
            cell: ({ id, referred, referrer }) => (
              <>
                <RowLink href={at({ cursor: asked.cursor, open: id })} beside>
                  {referred.name}
                </RowLink>
                <Folded>{t("owner.referrals.broughtBy", { name: referrer.name })}</Folded>
              </>
            ),
          },
          {
            head: t("owner.referrals.by"),
            place: "wide",
            cell: ({ referrer, code }) => (
              <>
                {referrer.name}
                {code === null ? null : <Second>{code}</Second>}
              </>
            ),
          },
          {
            head: t("owner.referrals.state"),
            place: "edge",
            cell: (item) => (
              <span title={referralWords(item, speech)}>
                <Badge tone={referralTones[item.state]}>{t(`referral.state.${item.state}`)}</Badge>
                <Folded>{[...netsOf(item, speech), format.day(item.signedUpAt)].join(" · ")}</Folded>
              </span>
            ),
          },
          {
            head: t("owner.referrals.evidence"),
            place: "wide",
            cell: ({ evidence }) => t(`referral.evidence.${evidence}`),
          },
          {
            head: t("owner.referrals.net"),
            place: "end",
            cell: (item) => netsOf(item, speech).join(", ") || "–",
          },
          {
            head: t("owner.referrals.joined"),
            place: "end",
            cell: ({ signedUpAt }) => format.day(signedUpAt),
          },
        ]}
      />
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
            <Link className={styles.way} href={all}>
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
