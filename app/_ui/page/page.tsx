import type { ReactNode } from "react";
import styles from "./page.module.css";

type Props = { title: string; lead?: ReactNode; action?: ReactNode; children: ReactNode };

/** The body of a dashboard page: its name, what it is for, and its parts below one another. */
export function Page({ title, lead, action, children }: Props) {
  return (
    <main className={styles.page} id="content">
      <header className={styles.head}>
        <div>
          <h1 className={styles.title}>{title}</h1>
          {lead === undefined ? null : <p className={styles.lead}>{lead}</p>}
        </div>
        {action}
      </header>
      <div className={styles.parts}>{children}</div>
    </main>
  );
}
