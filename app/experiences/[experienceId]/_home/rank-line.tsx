import type { Speech } from "#app/_ui/i18n/request.ts";
import { Icon } from "#app/_ui/icon/icon.tsx";
import styles from "./rank-line.module.css";

export type RankView = {
  rank: number;
  of: number;
  /** Who is next above, as far as they show it, and by how much. */
  above: { name: string | null; by: number } | null;
};

/** "14th of 212, 2 behind Kai." */
export function RankLine({ rank, t }: { rank: RankView } & Pick<Speech, "t">) {
  const place = t("member.rank.place", { rank: rank.rank, of: rank.of });
  const name = rank.above?.name ?? t("member.rank.somebody");
  return (
    <p className={styles.line}>
      <Icon name="trophy" />
      <a href="#leaderboard">
        {rank.above === null
          ? place
          : rank.above.by === 0
            ? t("member.rank.tied", { place, name })
            : t("member.rank.behind", { place, count: rank.above.by, name })}
      </a>
    </p>
  );
}
