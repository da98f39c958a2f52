import styles from "./progress.module.css";

type Props = {
  confirmed: number;
  /** Earned, not final yet. Drawn hatched. */
  waiting: number;
  goal: number;
  /** The whole state in words. */
  label: string;
};

const mostSegments = 10;

/** One bar to the next reward: solid is confirmed, hatched is waiting. */
export function Progress({ confirmed, waiting, goal, label }: Props) {
  const segments = goal <= mostSegments ? goal : 0;
  const share = (count: number) => `${Math.min(100, (100 * Math.max(0, count)) / goal)}%`;
  return (
    <div
      className={styles.bar}
      role="progressbar"
      aria-valuemin={0}
      aria-valuemax={goal}
      aria-valuenow={Math.min(goal, confirmed)}
      aria-valuetext={label}
      aria-label={label}
    >
      {segments > 0 ? (
        Array.from({ length: segments }, (_, place) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: a segment is its place
            key={place}
            className={styles.segment}
            data-state={place < confirmed ? "confirmed" : place < confirmed + waiting ? "waiting" : "open"}
          />
        ))
      ) : (
        <span className={styles.track}>
          <span
            className={styles.segment}
            data-state="waiting"
            style={{ inlineSize: share(confirmed + waiting) }}
          />
          <span className={styles.segment} data-state="confirmed" style={{ inlineSize: share(confirmed) }} />
        </span>
      )}
    </div>
  );
}
