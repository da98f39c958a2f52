import type { ReactNode } from "react";
import type { Tone } from "../notice/notice.tsx";
import styles from "./badge.module.css";

/** A state in one or two words. The colour repeats what the word says. */
export function Badge({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={styles.badge} data-tone={tone}>
      {children}
    </span>
  );
}
