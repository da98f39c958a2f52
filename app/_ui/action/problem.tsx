import styles from "./problem.module.css";

/** What went wrong with the action above it. Present when empty, so that it is announced when it fills. */
export function Problem({ children }: { children: string | null }) {
  return (
    <p className={styles.problem} role="alert">
      {children}
    </p>
  );
}
