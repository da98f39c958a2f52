import type { Translator } from "#app/_ui/i18n/translator.ts";
import styles from "./movement.module.css";

/** How a place has changed since this morning: an arrow to see, a sentence to hear. */
export function Movement({ rank, before, t }: { rank: number; before: number | null; t: Translator }) {
  const by = before === null ? null : before - rank;
  const move = by === null ? "new" : by > 0 ? "up" : by < 0 ? "down" : "same";
  return (
    <span className={styles.movement} data-move={move}>
      <span aria-hidden="true">
        {by === null ? "•" : by === 0 ? "" : `${by > 0 ? "▲" : "▼"}${Math.abs(by)}`}
      </span>
      {move === "same" ? null : (
        <span className="visually-hidden">
          {t(`member.board.moved.${move}`, { count: Math.abs(by ?? 0) })}
        </span>
      )}
    </span>
  );
}
