import { Avatar } from "#app/_ui/avatar/avatar.tsx";
import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Tabs } from "#app/_ui/nav/tabs.tsx";
import { Empty } from "#app/_ui/notice/empty.tsx";
import type { Leaderboard as Board, LeaderboardRow } from "#lib/stats/index.ts";
import styles from "./leaderboard.module.css";
import { periods } from "./periods.ts";

type Props = { board: Board; here: string; speech: Speech };

const shownAtTop = 10;

/** Me with my neighbours first, then the top. No invented rows. */
export function Leaderboard({ board, here, speech }: Props) {
  const { t } = speech;
  const top = board.top.slice(0, shownAtTop);
  const isMeAtTop = top.some(({ isMe }) => isMe);
  const ties = top.some((row, place) => row.rank === top[place + 1]?.rank);
  return (
    <Card title={t("member.board.title")} hint={t("member.board.hint")} id="leaderboard">
      <div className={styles.periods}>
        <Tabs
          label={t("member.board.period")}
          tabs={periods.map((period) => ({
            href: period === "all" ? `${here}#leaderboard` : `${here}?period=${period}#leaderboard`,
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
              <Rows rows={board.around} speech={speech} />
            </ol>
          )}
          <ol className={styles.rows} aria-label={t("member.board.top")}>
            <Rows rows={top} speech={speech} />
          </ol>
          {top.length === 1 && isMeAtTop ? <p className={styles.hint}>{t("member.board.alone")}</p> : null}
          {board.around.length === 0 ? <p className={styles.hint}>{t("member.board.unranked")}</p> : null}
          {ties ? <p className={styles.hint}>{t("member.board.ties")}</p> : null}
        </>
      )}
    </Card>
  );
}

function Rows({ rows, speech: { t, format } }: { rows: readonly LeaderboardRow[]; speech: Speech }) {
  return rows.map((row, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: somebody hidden has nothing but their place.
    <li key={place} className={styles.row} data-me={row.isMe ? "" : undefined}>
      <span className={styles.rank}>{format.number(row.rank)}</span>
      <Avatar name={row.name ?? t("member.board.hidden")} url={row.avatarUrl} size={28} />
      <span className={styles.name}>
        {row.name ?? t("member.board.hidden")}
        {row.isMe ? <span className={styles.me}> {t("member.board.you")}</span> : null}
      </span>
      <span className={styles.score}>
        {format.number(row.score)}
        <span className="visually-hidden"> {t("member.board.confirmed")}</span>
      </span>
    </li>
  ));
}
