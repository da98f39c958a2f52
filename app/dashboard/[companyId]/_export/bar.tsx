import styles from "./export.module.css";

type Props = { rows: number; total: number | null; label: string };

/** How far an export is. */
export function Bar({ rows, total, label }: Props) {
  return (
    <progress
      className={styles.bar}
      max={total === null ? undefined : Math.max(1, total)}
      value={total === null ? undefined : Math.min(rows, total)}
      aria-label={label}
    />
  );
}
