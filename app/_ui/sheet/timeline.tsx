import type { ReactNode } from "react";
import type { Tone } from "../notice/notice.tsx";
import styles from "./timeline.module.css";

export type TimelineItem = {
  key: string;
  title: ReactNode;
  text?: ReactNode;
  at?: { text: string; iso: string } | null;
  tone?: Tone;
  /** Still to come. */
  isAhead?: boolean;
};

/** What happened, in order. */
export function Timeline({ items }: { items: readonly TimelineItem[] }) {
  return (
    <ol className={styles.timeline}>
      {items.map(({ key, title, text, at, tone = "neutral", isAhead }) => (
        <li key={key} className={styles.item} data-tone={tone} data-ahead={isAhead ? "" : undefined}>
          <p className={styles.title}>{title}</p>
          {text ? <div className={styles.text}>{text}</div> : null}
          {at ? (
            <time className={styles.at} dateTime={at.iso}>
              {at.text}
            </time>
          ) : null}
        </li>
      ))}
    </ol>
  );
}
