import { Avatar } from "#app/_ui/avatar/avatar.tsx";
import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Empty } from "#app/_ui/notice/empty.tsx";
import { Pager } from "#app/_ui/pager/pager.tsx";
import table from "#app/_ui/table/table.module.css";
import { type Column, Folded, RowLink, Table } from "#app/_ui/table/table.tsx";
import type { Campaign } from "#lib/campaigns/index.ts";
import type { ListedParticipant, ParticipantPage } from "#lib/standings/index.ts";
import { addressOf } from "../../query.ts";

type Props = {
  campaign: Campaign;
  standings: ParticipantPage;
  page: number;
  open: string | null;
  here: string;
  speech: Speech;
};

const perPage = 50;

/** Everybody with points, or who waits for some; a row opens them line by line. */
export function Standings({ campaign, standings, page, open, here, speech }: Props) {
  const { t, format } = speech;
  const { participants, total, isFrozen } = standings;
  const at = (asked: number) => (asked > 1 ? String(asked) : null);
  const waiting = ({ pointsProvisional }: ListedParticipant) =>
    pointsProvisional === 0 ? "" : t("owner.campaigns.board.plus", { count: pointsProvisional });
  const columns: Column<ListedParticipant>[] = [
    {
      head: t("owner.campaigns.board.rank"),
      cell: ({ rank }) => (rank === null ? "–" : format.number(rank)),
    },
    {
      head: t("owner.campaigns.board.member"),
      cell: (row) => (
        <span className={table.person}>
          <Avatar name={row.name} url={row.avatarUrl} size={28} />
          <span>
            <RowLink href={addressOf(here, { page: at(page), member: row.userId })} beside>
              {row.name}
            </RowLink>
            <Folded>{t("owner.campaigns.referrals", { count: row.referrals })}</Folded>
          </span>
        </span>
      ),
    },
    {
      head: t("owner.campaigns.board.referrals"),
      place: "end",
      cell: ({ referrals }) => format.number(referrals),
    },
    {
      head: t("owner.campaigns.board.points"),
      place: "count",
      cell: (row) => (
        <>
          {format.number(row.points)}
          <Folded>{waiting(row)}</Folded>
        </>
      ),
    },
    { head: t("owner.campaigns.board.waiting"), place: "end", cell: (row) => waiting(row) || "–" },
  ];
  const isDraft = campaign.version === 0;
  return (
    <Card
      title={t(isFrozen ? "owner.campaigns.board.frozen" : "owner.campaigns.board.title")}
      hint={t(isFrozen ? "owner.campaigns.board.frozenHint" : "owner.campaigns.board.hint")}
      flush
    >
      {participants.length === 0 ? (
        <Empty icon="trophy" title={t(`owner.campaigns.board.${isDraft ? "draft" : "nobody"}`)} />
      ) : (
        <Table columns={columns} rows={participants} keyOf={({ userId }) => userId} open={open} />
      )}
      <Pager
        first={t("owner.campaigns.board.first")}
        next={t("owner.campaigns.board.next")}
        firstHref={page > 1 ? here : null}
        nextHref={total > page * perPage ? addressOf(here, { page: at(page + 1) }) : null}
      />
    </Card>
  );
}
