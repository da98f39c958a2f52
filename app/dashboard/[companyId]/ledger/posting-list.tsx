import Link from "next/link";
import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Empty } from "#app/_ui/notice/empty.tsx";
import { Pager } from "#app/_ui/pager/pager.tsx";
import type { ListedPosting, PostingLine, PostingPage } from "#lib/ledger/index.ts";
import type { Asked } from "./asked-for.ts";
import styles from "./ledger.module.css";

type Props = {
  list: PostingPage;
  asked: Asked;
  isNarrowed: boolean;
  /** The address of this page with something else in its query. */
  at: (more: Record<string, string | undefined | null>) => string;
  speech: Speech;
};

/** Every posting with both of its sides; a side that the filters do not show stands back. */
export function PostingList({ list, asked, isNarrowed, at, speech }: Props) {
  const { t } = speech;
  if (list.postings.length === 0)
    return (
      <Card>
        <Empty
          icon={isNarrowed ? "search" : "coins"}
          title={t(`ledger.empty.${isNarrowed ? "filtered" : "title"}`)}
        >
          {isNarrowed ? undefined : t("ledger.empty.text")}
        </Empty>
      </Card>
    );
  return (
    <Card flush>
      <ol className={styles.postings}>
        {list.postings.map((posting) => (
          <Posting key={posting.id} posting={posting} at={at} speech={speech} />
        ))}
      </ol>
      <Pager
        first={t("owner.pager.latest")}
        next={t("owner.pager.older")}
        firstHref={asked.cursor ? at({}) : null}
        nextHref={list.nextCursor ? at({ cursor: list.nextCursor }) : null}
      />
    </Card>
  );
}

type PostingProps = { posting: ListedPosting; at: Props["at"]; speech: Speech };

function Posting({ posting, at, speech }: PostingProps) {
  const { t, format } = speech;
  const { source, factId, rule, ruleVersion, occurredAt, postedAt, unit } = posting;
  return (
    <li className={styles.posting}>
      <header className={styles.head}>
        <Link href={at({ of: source.id, account: null, kind: null })} prefetch={false}>
          {source.type === "payout_item"
            ? t("payouts.name", { number: rule.replace(/^payout /, "") })
            : t(`ledger.source.${source.type}`)}
        </Link>
        <time className={styles.time} dateTime={postedAt.toISOString()}>
          {format.instant(postedAt)}
        </time>
        <p className={styles.cause}>
          {t("ledger.cause", { fact: factId, rule, version: ruleVersion, at: format.instant(occurredAt) })}
        </p>
      </header>
      <dl className={styles.lines}>
        {posting.lines.map((line) => (
          <Line key={line.line} line={line} unit={unit} at={at} speech={speech} />
        ))}
      </dl>
    </li>
  );
}

type LineProps = { line: PostingLine; unit: string; at: Props["at"]; speech: Speech };

function Line({
  line: { accountId, holder, kind, amount, isShown },
  unit,
  at,
  speech: { t, format },
}: LineProps) {
  return (
    <div className={styles.line} data-aside={isShown ? undefined : ""}>
      <dt>
        <Link href={at({ account: accountId, member: null, kind: null, of: null })} prefetch={false}>
          {t(`ledger.account.${kind}`)}
        </Link>{" "}
        <Link
          className={styles.holder}
          href={at({ member: holder.userId, account: null, kind: null, of: null })}
          prefetch={false}
        >
          {holder.name}
        </Link>
      </dt>
      <dd>{format.amount(amount, unit)}</dd>
    </div>
  );
}
