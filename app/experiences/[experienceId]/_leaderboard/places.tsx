import { Avatar } from "#app/_ui/avatar/avatar.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import styles from "./leaderboard.module.css";
import { Movement } from "./movement.tsx";

export type Place = {
  rank: number;
  /** The place this morning; left out where nobody compares. */
  rankBefore?: number | null;
  /** Null for somebody who is hidden. */
  name: string | null;
  avatarUrl: string | null;
  isMe: boolean;
  value: string;
  /** What the value counts, for those who do not see its column. */
  unit: string;
  detail?: string | null;
};

/** Places of a board, in their order. */
export function Places({ places, speech }: { places: readonly Place[]; speech: Speech }) {
  const { t, format } = speech;
  return places.map(({ rank, rankBefore, name, avatarUrl, isMe, value, unit, detail }, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: somebody hidden has nothing but their place.
    <li key={place} className={styles.row} data-me={isMe ? "" : undefined}>
      <span className={styles.rank}>{format.number(rank)}</span>
      {rankBefore === undefined ? null : <Movement rank={rank} before={rankBefore} t={t} />}
      <Avatar name={name ?? t("member.board.hidden")} url={avatarUrl} size={28} />
      <span className={styles.name}>
        {name ?? t("member.board.hidden")}
        {isMe ? <span className={styles.me}> {t("member.board.you")}</span> : null}
        {detail ? <span className={styles.detail}>{detail}</span> : null}
      </span>
      <span className={styles.score}>
        {value}
        <span className="visually-hidden"> {unit}</span>
      </span>
    </li>
  ));
}
