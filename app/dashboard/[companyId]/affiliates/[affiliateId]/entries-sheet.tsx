import Link from "next/link";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Pager } from "#app/_ui/pager/pager.tsx";
import { SideSheet } from "#app/_ui/sheet/side-sheet.tsx";
import { toDecimal } from "#lib/core/money.ts";
import type { Entry } from "#lib/ledger/index.ts";
import type { EntrySource } from "#lib/payouts/index.ts";
import { shownBalance } from "./balances.tsx";
import type { OpenAccount } from "./read-affiliate.ts";
import styles from "./sheets.module.css";

type Props = {
  opened: OpenAccount;
  companyId: string;
  /** The address of this page with something else in its query. */
  at: (more: Record<string, string | undefined | null>) => string;
  isFirstPage: boolean;
  speech: Speech;
};

/** Every entry that a balance is the sum of, latest first. */
export function EntriesSheet({ opened, companyId, at, isFirstPage, speech }: Props) {
  const { t, format } = speech;
  const { account, page, sources } = opened;
  const sign = account.kind === "commission_expense" ? -1n : 1n;
  return (
    <SideSheet
      title={t("affiliates.entries.title", {
        name: t(`affiliates.account.${account.kind}.name`),
        currency: account.unit,
      })}
      closeHref={at({})}
    >
      <div className={styles.sheet}>
        <p className={styles.head}>
          <strong className={styles.amount}>{format.amount(shownBalance(account), account.unit)}</strong>
          <span className={styles.hint}>{t("affiliates.entries.count", { count: account.entries })}</span>
        </p>
        <p className={styles.hint}>
          {t(`affiliates.account.${account.kind}.meaning`)}{" "}
          <Link href={`/dashboard/${companyId}/ledger?account=${account.accountId}`} prefetch={false}>
            {t("affiliates.entries.ledger")}
          </Link>
        </p>
        <ul className={styles.entries}>
          {page.entries.map((entry) => (
            <li key={entry.cursor} className={styles.entry}>
              <span>
                <Source
                  entry={entry}
                  source={sources.get(entry.source.id)}
                  companyId={companyId}
                  at={at}
                  t={t}
                />
                <small>{[format.instant(entry.postedAt), ...planOf(entry, sources, t)].join(" · ")}</small>
              </span>
              <span className={styles.number}>
                {format.amount(toDecimal(sign * entry.amount, entry.unit), entry.unit)}
              </span>
            </li>
          ))}
        </ul>
        <Pager
          first={t("affiliates.latest")}
          next={t("affiliates.older")}
          firstHref={isFirstPage ? null : at({ account: account.accountId })}
          nextHref={page.nextCursor ? at({ account: account.accountId, before: page.nextCursor }) : null}
        />
      </div>
    </SideSheet>
  );
}

/** The plan of a commission, in the version that was applied. */
function planOf(
  { source, ruleVersion }: Entry,
  sources: ReadonlyMap<string, EntrySource>,
  t: Speech["t"],
): string[] {
  const of = sources.get(source.id);
  if (of?.kind !== "commission") return [];
  const plan = t("affiliates.sheet.planVersion", { name: of.planName, version: ruleVersion });
  return of.level === 2 ? [plan, t("affiliates.commissions.secondLevel")] : [plan];
}

type SourceProps = Pick<Props, "companyId" | "at"> & {
  entry: Entry;
  source: EntrySource | undefined;
  t: Speech["t"];
};

/** What made an entry necessary, and the way to it. */
function Source({ entry, source, companyId, at, t }: SourceProps) {
  switch (source?.kind) {
    case "commission":
      return (
        <Link href={at({ commission: source.id })} scroll={false} prefetch={false}>
          {t("affiliates.entries.commission", { payment: entry.factId })}
        </Link>
      );
    case "payout":
      return (
        <Link href={`/dashboard/${companyId}/payouts/${source.payoutId}?item=${source.id}`} prefetch={false}>
          {t("payouts.name", { number: source.number })}
        </Link>
      );
    default:
      return entry.factId;
  }
}
