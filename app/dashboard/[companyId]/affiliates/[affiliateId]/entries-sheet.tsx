import Link from "next/link";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Pager } from "#app/_ui/pager/pager.tsx";
import { SideSheet } from "#app/_ui/sheet/side-sheet.tsx";
import { toDecimal } from "#lib/core/money.ts";
import type { Entry } from "#lib/ledger/index.ts";
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
  const { account, page } = opened;
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
                <Source entry={entry} companyId={companyId} at={at} t={t} />
                <small>
                  {format.instant(entry.postedAt)}
                  {entry.source.type === "commission"
                    ? ` · ${t("affiliates.sheet.planVersion", { name: entry.rule, version: entry.ruleVersion })}`
                    : null}
                </small>
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

type SourceProps = Pick<Props, "companyId" | "at"> & { entry: Entry; t: Speech["t"] };

/** What made an entry necessary, and the way to it. */
function Source({ entry: { source, factId, rule }, companyId, at, t }: SourceProps) {
  switch (source.type) {
    case "commission":
      return (
        <Link href={at({ commission: source.id })} scroll={false} prefetch={false}>
          {t("affiliates.entries.commission", { payment: factId })}
        </Link>
      );
    case "payout_item":
      return (
        <Link href={`/dashboard/${companyId}/payouts`} prefetch={false}>
          {t("payouts.name", { number: rule.replace(/^payout /, "") })}
        </Link>
      );
    default:
      return factId;
  }
}
