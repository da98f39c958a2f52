import type { ReactNode } from "react";
import styles from "./points.module.css";

/** A list of short remarks, each with a dot before it. Dense where it is one of several. */
export function Points({ dense = false, children }: { dense?: boolean; children: ReactNode }) {
  return (
    <ul className={styles.points} data-dense={dense || undefined}>
      {children}
    </ul>
  );
}
