import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Empty } from "#app/_ui/notice/empty.tsx";
import type { Standings } from "#lib/standings/index.ts";
import board from "../../../_leaderboard/leaderboard.module.css";
import { type Place, Places } from "../../../_leaderboard/places.tsx";

const shownAtTop = 10;

/** Me with my neighbours first, then the top. */
export function Board({ standings, speech }: { standings: Standings; speech: Speech }) {
  const { t, format } = speech;
  const { isVisible, isFrozen, around } = standings;
  const top = standings.top.slice(0, shownAtTop);
  const isMeAtTop = top.some(({ isMe }) => isMe);
  const ties = top.some((row, place) => row.rank === top[place + 1]?.rank);
  const placeOf = (row: Standings["top"][number]): Place => ({
    ...row,
    value: format.number(row.points),
    unit: t("member.campaign.board.points"),
    detail:
      row.pointsProvisional === 0
        ? null
        : t("member.campaign.board.waiting", { points: format.number(row.pointsProvisional) }),
  });
  const isEmpty = top.length === 0 && around.length === 0;
  return (
    <Card
      title={t("member.campaign.board.title")}
      hint={t(isFrozen ? "member.campaign.board.frozen" : "member.campaign.board.hint")}
      id="standings"
    >
      {isVisible ? null : <p className={board.hint}>{t("member.campaign.board.hidden")}</p>}
      {isEmpty && isVisible ? (
        <Empty icon="trophy" title={t("member.campaign.board.empty.title")}>
          {t("member.campaign.board.empty.text")}
        </Empty>
      ) : null}
      {isMeAtTop || around.length === 0 ? null : (
        <ol className={board.rows} aria-label={t("member.board.around")}>
          <Places places={around.map(placeOf)} speech={speech} />
        </ol>
      )}
      {top.length === 0 ? null : (
        <ol className={board.rows} aria-label={t("member.board.top")}>
          <Places places={top.map(placeOf)} speech={speech} />
        </ol>
      )}
      {top.length === 1 && isMeAtTop ? (
        <p className={board.hint}>{t("member.campaign.board.alone")}</p>
      ) : null}
      {isVisible && !isEmpty && around.length === 0 && !isFrozen ? (
        <p className={board.hint}>{t("member.campaign.board.unranked")}</p>
      ) : null}
      {ties ? <p className={board.hint}>{t("member.campaign.rules.ties")}</p> : null}
    </Card>
  );
}
