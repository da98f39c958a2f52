import type { ReactNode } from "react";
import type { IconName } from "../icon/icon.tsx";
import { Icon } from "../icon/icon.tsx";
import styles from "./state.module.css";

type Props = {
  icon: IconName;
  title: string;
  children: ReactNode;
  /** What the reader can do now. */
  action?: ReactNode;
  /** For whoever is asked for help. */
  reference?: string | null;
};

/** A whole page that says one thing. */
export function State({ icon, title, children, action, reference }: Props) {
  return (
    <main className={styles.state}>
      <span className={styles.mark}>
        <Icon name={icon} size={24} />
      </span>
      <h1 className={styles.title}>{title}</h1>
      <div className={styles.text}>{children}</div>
      {action === undefined ? null : <div className={styles.action}>{action}</div>}
      {reference ? <p className={styles.reference}>{reference}</p> : null}
    </main>
  );
}
