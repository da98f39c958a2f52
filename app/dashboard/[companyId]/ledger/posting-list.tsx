import Link from "next/link";
import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Empty } from "#app/_ui/notice/empty.tsx";
import { Pager } from "#app/_ui/pager/pager.tsx";
import type { LedgerSource } from "#db/enums.ts";
import type { ListedPosting, PostingLine, PostingPage } from "#lib/ledger/index.ts";
import type { EntrySource } from "#lib/payouts/index.ts";
import type { Asked } from "./asked-for.ts";
import styles from "./ledger.module.css";

type Props = {
  list: PostingPage;
  /** What the postings were made for, by its id. */
  sources: ReadonlyMap<string, EntrySource>;
  companyId: string;
  asked: Asked;
  isNarrowed: boolean;
  /** The address of this page with something else in its query. */
  at: (more: Record<string, string | undefined | null>) => string;
  speech: Speech;
};

/** Every posting with both of its sides; a side that the filters do not show stands back. */
export function PostingList({ list, sources, companyId, asked, isNarrowed, at, speech }: Props) {
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
          <Posting
            key={posting.id}
            posting={posting}
            source={sources.get(posting.source.id)}
            companyId={companyId}
            at={at}
            speech={speech}
          />
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

type PostingProps = Pick<Props, "companyId" | "at" | "speech"> & {
  posting: ListedPosting;
  source: EntrySource | undefined;
};

function Posting({ posting, source, companyId, at, speech }: PostingProps) {
  const { t, format } = speech;
  const { postedAt, unit } = posting;
  const entriesOf = at({ of: posting.source.id, account: null, kind: null });
  return (
    <li className={styles.posting}>
      <header className={styles.head}>
        <Link href={source ? pageOf(source, companyId) : entriesOf} prefetch={false}>
          {nameOf(posting.source.type, source, t)}
        </Link>
        <time className={styles.time} dateTime={postedAt.toISOString()}>
          {format.instant(postedAt)}
        </time>
        <p className={styles.cause}>
          {causeOf(posting, source, speech)} ·{" "}
          <Link href={entriesOf} prefetch={false}>
            {t("ledger.entriesOf")}
          </Link>
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

/** The fact, and by which rule of whom it was booked; a payout is its own rule. */
function causeOf(
  { factId, rule, ruleVersion, occurredAt }: ListedPosting,
  source: EntrySource | undefined,
  { t, format }: Speech,
): string {
  const at = format.instant(occurredAt);
  if (source?.kind === "payout") return t("ledger.causePayout", { fact: factId, at });
  const level = source?.level === 2 ? [t("affiliates.commissions.secondLevel")] : [];
  const name = [source?.planName ?? rule, ...level].join(", ");
  return t("ledger.cause", { fact: factId, rule: name, version: ruleVersion, at });
}

function nameOf(type: LedgerSource, source: EntrySource | undefined, t: Speech["t"]): string {
  if (source?.kind === "payout") return t("payouts.name", { number: source.number });
  return type === "payout_item" ? t("ledger.filters.sources.payout_item") : t(`ledger.source.${type}`);
}

/** Where the team sees what a posting was made for. */
function pageOf(source: EntrySource, companyId: string): string {
  const base = `/dashboard/${companyId}`;
  return source.kind === "payout"
    ? `${base}/payouts/${source.payoutId}?item=${source.id}`
    : `${base}/affiliates/${source.affiliateId}?commission=${source.id}`;
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
