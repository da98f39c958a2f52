import Link from "next/link";
import type { ReactNode } from "react";
import styles from "./figure.module.css";

type Props = {
  /** With its definition: see Definition. */
  label: ReactNode;
  value: ReactNode;
  /** The part that is not final, or what it is compared with. */
  detail?: ReactNode;
  /** The rows behind the number. */
  href?: string;
  /** What the link opens, for those who cannot see the number it sits on. */
  hrefLabel?: string;
};

export function Figure({ label, value, detail, href, hrefLabel }: Props) {
  return (
    <div className={styles.figure}>
      <dt className={styles.label}>{label}</dt>
      <dd className={styles.value}>
        {href === undefined ? (
          value
        ) : (
          <Link className={styles.link} href={href} aria-label={hrefLabel} prefetch={false}>
            {value}
          </Link>
        )}
      </dd>
      {detail === undefined ? null : <dd className={styles.detail}>{detail}</dd>}
    </div>
  );
}

/** Figures side by side, as many as fit. */
export function Figures({ children }: { children: ReactNode }) {
  return <dl className={styles.figures}>{children}</dl>;
}
