import Link from "next/link";
import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Tabs } from "#app/_ui/nav/tabs.tsx";
import { Empty } from "#app/_ui/notice/empty.tsx";
import type { Leaderboard as Board, LeaderboardRow } from "#lib/stats/index.ts";
import { type Asked, addressOf } from "../_home/asked-for.ts";
import styles from "./leaderboard.module.css";
import { periods } from "./periods.ts";
import { type Place, Places } from "./places.tsx";

type Props = { board: Board; here: string; asked: Asked; speech: Speech };

const shownAtTop = 10;

/** Me with my neighbours first, then the top. No invented rows. */
export function Leaderboard({ board, here, asked, speech }: Props) {
  const { t, format } = speech;
  const placeOf = (row: LeaderboardRow): Place => ({
    ...row,
    value: format.number(row.score),
    unit: t("member.board.confirmed"),
  });
  const top = board.top.slice(0, shownAtTop);
  const isMeAtTop = top.some(({ isMe }) => isMe);
  const hasMoved = [...top, ...board.around].some(({ rank, rankBefore }) => rank !== rankBefore);
  const me = board.around.find(({ isMe }) => isMe);
  const ties = top.some((row, place) => row.rank === top[place + 1]?.rank);
  return (
    <Card title={t("member.board.title")} hint={t("member.board.hint")} id="leaderboard">
      <div className={styles.periods}>
        <Tabs
          label={t("member.board.period")}
          tabs={periods.map((period) => ({
            href: `${addressOf(here, { ...asked, period, trace: undefined })}#leaderboard`,
            label: t(`member.board.${period}`),
            current: period === board.period,
          }))}
        />
      </div>
      {top.length === 0 ? (
        <Empty icon="trophy" title={t("member.board.empty.title")}>
          {t("member.board.empty.text")}
        </Empty>
      ) : (
        <>
          {isMeAtTop || board.around.length === 0 ? null : (
            <ol className={styles.rows} aria-label={t("member.board.around")}>
              <Places places={board.around.map(placeOf)} speech={speech} />
            </ol>
          )}
          <ol className={styles.rows} aria-label={t("member.board.top")}>
            <Places places={top.map(placeOf)} speech={speech} />
          </ol>
          {top.length === 1 && isMeAtTop ? <p className={styles.hint}>{t("member.board.alone")}</p> : null}
          {board.around.length === 0 ? <p className={styles.hint}>{t("member.board.unranked")}</p> : null}
          {ties ? <p className={styles.hint}>{t("member.board.ties")}</p> : null}
          {hasMoved ? <p className={styles.hint}>{t("member.board.movement")}</p> : null}
          <p className={styles.hint}>
            {me === undefined ? null : `${t(`member.board.seen.${me.visibility}`)} `}
            <Link href={`${here}/choices`} prefetch={false}>
              {t("member.board.choose")}
            </Link>
          </p>
        </>
      )}
    </Card>
  );
}
