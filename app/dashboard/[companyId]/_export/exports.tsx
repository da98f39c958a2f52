import type { ReactNode } from "react";
import styles from "./export.module.css";

/** Exports of one page, side by side. */
export function Exports({ children }: { children: ReactNode }) {
  return <div className={styles.row}>{children}</div>;
}
