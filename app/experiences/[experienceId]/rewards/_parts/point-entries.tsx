import type { Speech } from "#app/_ui/i18n/request.ts";
import { Pager } from "#app/_ui/pager/pager.tsx";
import type { Entry, EntryPage } from "#lib/ledger/index.ts";
import styles from "../../earnings/_parts/entries.module.css";

type Props = { page: EntryPage; balance: bigint; isFirst: boolean; here: string; speech: Speech };

/** Every line of the books that the balance of points is the sum of. */
export function PointEntries({ page, balance, isFirst, here, speech }: Props) {
  const { t, format } = speech;
  const list = `${here}?points=entries`;
  if (page.entries.length === 0) return <p className={styles.hint}>{t("member.points.noEntries")}</p>;
  return (
    <>
      <p className={styles.sum}>
        <span>{t("member.points.sum")}</span>
        <strong>{format.number(Number(balance))}</strong>
      </p>
      <ul className={styles.entries}>
        {page.entries.map((entry) => (
          <li key={entry.cursor} className={styles.entry}>
            <span className={styles.what}>{entryWords(entry, speech)}</span>
            <span className={styles.amount}>
              {entry.amount > 0n ? "+" : null}
              {format.number(Number(entry.amount))}
            </span>
            <span className={styles.cause}>
              <time dateTime={entry.postedAt.toISOString()}>{format.instant(entry.postedAt)}</time>
            </span>
          </li>
        ))}
      </ul>
      <Pager
        first={t("member.campaign.lines.latest")}
        next={t("member.campaign.lines.older")}
        firstHref={isFirst ? null : list}
        nextHref={page.nextCursor === null ? null : `${list}&from=${page.nextCursor}`}
      />
    </>
  );
}

function entryWords({ source, amount, rule }: Entry, { t }: Speech): string {
  const way = amount > 0n ? "in" : "out";
  switch (source.type) {
    case "points":
    case "redemption":
    case "purchase":
      return t(`member.points.entry.${source.type}.${way}`, { name: rule });
    default:
      return rule;
  }
}
