import Link from "next/link";
import styles from "./tabs.module.css";

export type Tab = { href: string; label: string; current: boolean; count?: number | null };

/** Views of one list. Each is an address, so a filter can be bookmarked and shared. */
export function Tabs({ tabs, label }: { tabs: readonly Tab[]; label: string }) {
  return (
    <nav className={styles.tabs} aria-label={label}>
      {tabs.map((tab) => (
        <Link
          key={tab.href}
          className={styles.tab}
          href={tab.href}
          scroll={false}
          prefetch={false}
          aria-current={tab.current ? "true" : undefined}
        >
          {tab.label}
          {tab.count ? <span className={styles.count}>{tab.count}</span> : null}
        </Link>
      ))}
    </nav>
  );
}
