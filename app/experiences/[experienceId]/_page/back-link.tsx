import Link from "next/link";
import type { ReactNode } from "react";
import { Icon } from "#app/_ui/icon/icon.tsx";
import styles from "./back-link.module.css";

/** Where this page was opened from. */
export function BackLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link className={styles.link} href={href}>
      <Icon name="back" />
      {children}
    </Link>
  );
}
