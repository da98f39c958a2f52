import type { ReactNode } from "react";
import styles from "./card.module.css";

type Props = {
  title?: ReactNode;
  /** One line under the title: what this is, in plain words. */
  hint?: ReactNode;
  /** Something to do with the whole card, at its top end. */
  action?: ReactNode;
  /** For links that lead here. */
  id?: string;
  /** Content that brings its own padding, such as a table. */
  flush?: boolean;
  children: ReactNode;
};

export function Card({ title, hint, action, id, flush, children }: Props) {
  return (
    <section className={styles.card} id={id} data-flush={flush ? "" : undefined}>
      {title === undefined ? null : (
        <header className={styles.header}>
          <div className={styles.words}>
            <h2 className={styles.title}>{title}</h2>
            {hint === undefined ? null : <p className={styles.hint}>{hint}</p>}
          </div>
          {action}
        </header>
      )}
      {children}
    </section>
  );
}
