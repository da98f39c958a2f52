import { Button } from "frosted-ui";
import Link from "next/link";
import styles from "./pager.module.css";

type Props = { firstHref: string | null; nextHref: string | null; first: string; next: string };

/** Onward through a list that only knows what comes next, and back to its beginning. */
export function Pager({ firstHref, nextHref, first, next }: Props) {
  if (firstHref === null && nextHref === null) return null;
  return (
    <nav className={styles.pager}>
      {firstHref === null ? null : (
        <Button asChild variant="soft" color="gray">
          <Link href={firstHref}>{first}</Link>
        </Button>
      )}
      {nextHref === null ? null : (
        <Button asChild variant="soft" color="gray">
          <Link href={nextHref}>{next}</Link>
        </Button>
      )}
    </nav>
  );
}
