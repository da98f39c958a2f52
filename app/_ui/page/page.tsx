import Link from "next/link";
import type { ReactNode } from "react";
import { Icon } from "../icon/icon.tsx";
import styles from "./page.module.css";

type Props = {
  title: ReactNode;
  lead?: ReactNode;
  action?: ReactNode;
  /** To the page that this one is a part of. */
  back?: { href: string; label: string };
  children: ReactNode;
};

/** The body of a dashboard page: its name, what it is for, and its parts below one another. */
export function Page({ title, lead, action, back, children }: Props) {
  return (
    <main className={styles.page} id="content">
      {back === undefined ? null : (
        <Link className={styles.back} href={back.href}>
          <Icon name="back" size={14} /> {back.label}
        </Link>
      )}
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
