import type { ReactNode } from "react";
import styles from "./skeleton.module.css";

type Props = { block: number | string; inline?: number | string };

/** Stands where content will be, in its size, so that nothing moves when it arrives. */
export function Skeleton({ block, inline = "100%" }: Props) {
  return <div className={styles.skeleton} style={{ blockSize: block, inlineSize: inline }} />;
}

/** Says once, for a whole page, that it is loading. */
export function Loading({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div aria-busy="true">
      <p className="visually-hidden" role="status">
        {label}
      </p>
      <div aria-hidden="true">{children}</div>
    </div>
  );
}
