import Link from "next/link";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Pager } from "#app/_ui/pager/pager.tsx";
import { toDecimal } from "#lib/core/money.ts";
import type { EntryPage } from "#lib/ledger/index.ts";
import type { CurrencyEarnings, EntrySource } from "#lib/payouts/index.ts";
import type { BalanceKind } from "../../_affiliate/balance-kinds.ts";
import { balanceOf } from "./balance.tsx";
import styles from "./entries.module.css";
import { entryWords } from "./entry-words.ts";

type Props = {
  page: EntryPage;
  sources: ReadonlyMap<string, EntrySource>;
  of: { kind: BalanceKind; currency: string; cursor: string | undefined };
  earnings: CurrencyEarnings | undefined;
  here: string;
  speech: Speech;
};

/** What a balance is made of: every line of the books, with the sum that the page shows. */
export function Entries({ page, sources, of, earnings, here, speech }: Props) {
  const { t, format } = speech;
  const { kind, currency } = of;
  const money = (minor: bigint) => format.amount(toDecimal(minor, currency), currency);
  const list = `${here}?entries=${kind}&currency=${currency}`;
  if (page.entries.length === 0) return <p className={styles.hint}>{t("earnings.entries.none")}</p>;
  return (
    <>
      <p className={styles.hint}>{t("earnings.entries.hint")}</p>
      <p className={styles.sum}>
        <span>{t("earnings.entries.sum")}</span>
        <strong>{money(balanceOf(earnings, kind))}</strong>
      </p>
      <ul className={styles.entries}>
        {page.entries.map((entry) => (
          <li key={entry.cursor} className={styles.entry}>
            <span className={styles.what}>{entryWords(entry, sources.get(entry.source.id), kind, t)}</span>
            <span className={styles.amount}>
              {entry.amount > 0n ? "+" : null}
              {money(entry.amount)}
            </span>
            <span className={styles.cause}>
              <time dateTime={entry.postedAt.toISOString()}>{format.instant(entry.postedAt)}</time>
              {entry.source.type === "commission" ? (
                <>
                  {" · "}
                  <Link href={`${here}?commission=${entry.source.id}`} scroll={false} prefetch={false}>
                    {t("earnings.entries.workings")}
                  </Link>
                </>
              ) : null}
              {/* Until Whop has named its transfer there is only our own id. */}
              {entry.source.type === "payout_item" && entry.factId !== entry.source.id ? (
                <>
                  {" · "}
                  <code>{entry.factId}</code>
                </>
              ) : null}
            </span>
          </li>
        ))}
      </ul>
      <Pager
        first={t("earnings.entries.latest")}
        next={t("earnings.entries.older")}
        firstHref={of.cursor === undefined ? null : list}
        nextHref={page.nextCursor === null ? null : `${list}&from=${page.nextCursor}`}
      />
    </>
  );
}
