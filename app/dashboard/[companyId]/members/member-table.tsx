import Link from "next/link";
import { Avatar } from "#app/_ui/avatar/avatar.tsx";
import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Empty } from "#app/_ui/notice/empty.tsx";
import { Pager } from "#app/_ui/pager/pager.tsx";
import styles from "#app/_ui/table/table.module.css";
import { Folded, RowLink, Second, Table } from "#app/_ui/table/table.tsx";
import type { ListedMember, MemberPage } from "#lib/stats/index.ts";
import type { Asked } from "./asked-for.ts";

type Props = {
  list: MemberPage;
  asked: Asked;
  /** The address of this page with something more in its query. */
  at: (more: Record<string, string | undefined | null>) => string;
  speech: Speech;
};

export function MemberTable({ list, asked, at, speech }: Props) {
  const { t, format } = speech;
  if (list.members.length === 0)
    return (
      <Card>
        {asked.search === undefined ? (
          <Empty icon="people" title={t("members.empty.title")}>
            {t("members.empty.text")}
          </Empty>
        ) : (
          <Empty
            icon="search"
            title={t("members.empty.filtered")}
            action={
              <Link className={styles.way} href={at({ search: null })}>
                {t("members.empty.all")}
              </Link>
            }
          >
            {t("members.empty.filteredText")}
          </Empty>
        )}
      </Card>
    );
  return (
    <Card flush>
      <Table
        rows={list.members}
        keyOf={({ userId }) => userId}
        open={asked.open}
        columns={[
          {
            head: t("members.column.member"),
            cell: ({ userId, name, avatarUrl, email, username }) => (
              <span className={styles.person}>
                <Avatar name={name} url={avatarUrl} size={28} />
                <span>
                  <RowLink href={at({ cursor: asked.cursor, open: userId })} beside>
                    {name}
                  </RowLink>
                  <Second>{email === null ? username : <Address email={email} />}</Second>
                </span>
              </span>
            ),
          },
          {
            head: t("members.column.referrals"),
            place: "count",
            cell: ({ referrals, ...member }) => (
              <>
                {format.number(referrals.confirmed)}
                {referrals.provisional > 0 ? (
                  <Second>{t("members.waiting", { count: referrals.provisional })}</Second>
                ) : null}
                <Folded>{earnedBy(member, speech)}</Folded>
              </>
            ),
          },
          {
            head: t("members.column.earned"),
            place: "end",
            cell: (member) => earnedBy(member, speech) || "–",
          },
          {
            head: t("members.column.active"),
            place: "end",
            cell: ({ lastActiveOn }) =>
              lastActiveOn === null ? "–" : format.day(new Date(`${lastActiveOn}T12:00:00Z`)),
          },
          {
            head: t("members.column.joined"),
            place: "end",
            cell: ({ joinedAt }) => (joinedAt === null ? "–" : format.day(joinedAt)),
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

/** Side by side, never added. */
function earnedBy({ earned }: Pick<ListedMember, "earned">, { format }: Speech): string {
  return earned.map(({ amount, currency }) => format.amount(amount, currency)).join(" · ");
}

/** Where it does not fit in a line, the domain comes into the next one, whole. */
function Address({ email }: { email: string }) {
  const at = email.lastIndexOf("@");
  return (
    <>
      {email.slice(0, at)}
      <wbr />
      {email.slice(at)}
    </>
  );
}
