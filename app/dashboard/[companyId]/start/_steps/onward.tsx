import { Button } from "frosted-ui";
import Link from "next/link";
import styles from "./start.module.css";

type Props = { href: string; label: string; skip?: { href: string; label: string } };

/** To the next step, or past it. */
export function Onward({ href, label, skip }: Props) {
  return (
    <div className={styles.onward}>
      <Button asChild size="3" variant="solid">
        <Link href={href} prefetch={false}>
          {label}
        </Link>
      </Button>
      {skip === undefined ? null : (
        <Link className={styles.skip} href={skip.href} prefetch={false}>
          {skip.label}
        </Link>
      )}
    </div>
  );
}
