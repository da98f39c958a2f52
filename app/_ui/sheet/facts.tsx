import type { ReactNode } from "react";
import styles from "./facts.module.css";

/** A name and what it is; one that is null or false is left out. */
export type Fact = readonly [name: string, value: ReactNode | null | false];

export function Facts({ facts }: { facts: readonly Fact[] }) {
  const known = facts.filter(([, value]) => value !== null && value !== false && value !== "");
  if (known.length === 0) return null;
  return (
    <dl className={styles.facts}>
      {known.map(([name, value], place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two facts may share a name, and their order is fixed
        <div key={`${name}-${place}`} className={styles.fact}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
