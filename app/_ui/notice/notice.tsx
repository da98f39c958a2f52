import type { ReactNode } from "react";
import type { IconName } from "../icon/icon.tsx";
import { Icon } from "../icon/icon.tsx";
import styles from "./notice.module.css";

export type Tone = "neutral" | "accent" | "warning" | "danger" | "success";

const icons: Record<Tone, IconName> = {
  neutral: "info",
  accent: "info",
  warning: "warning",
  danger: "warning",
  success: "check",
};

type Props = { tone: Tone; title?: ReactNode; children?: ReactNode; action?: ReactNode };

/** Something the reader should know before going on: what happened, and what to do. */
export function Notice({ tone, title, children, action }: Props) {
  return (
    <div className={styles.notice} data-tone={tone} role={tone === "danger" ? "alert" : undefined}>
      <span className={styles.mark}>
        <Icon name={icons[tone]} />
      </span>
      <div className={styles.words}>
        {title === undefined ? null : <p className={styles.title}>{title}</p>}
        {children === undefined ? null : <div className={styles.text}>{children}</div>}
      </div>
      {action === undefined ? null : <div className={styles.action}>{action}</div>}
    </div>
  );
}
