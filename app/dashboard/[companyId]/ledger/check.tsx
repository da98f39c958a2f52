import { Button } from "frosted-ui";
import Link from "next/link";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Notice } from "#app/_ui/notice/notice.tsx";
import { amountText, type BooksCheck } from "#lib/ledger/index.ts";

type Props = {
  check: BooksCheck | null;
  now: Date;
  href: string;
  accountAt: (id: string) => string;
  speech: Speech;
};

const mostShown = 10;

/** Whether the books bear proving, in words, and the way to have them proved. */
export function Check({ check, now, href, accountAt, speech: { t, format } }: Props) {
  const action = (
    <Button asChild size="2" variant="soft" color="gray">
      <Link href={href} prefetch={false} scroll={false}>
        {t(check === null ? "ledger.check.button" : "ledger.check.again")}
      </Link>
    </Button>
  );
  if (check === null)
    return (
      <Notice tone="neutral" title={t("ledger.check.title")} action={action}>
        {t("ledger.check.text")}
      </Notice>
    );
  const { unbalanced, wrongBalances } = check;
  const isRight = unbalanced.length === 0 && wrongBalances.length === 0;
  const counts = { entries: check.entries, postings: check.postings, at: format.time(now) };
  if (isRight)
    return (
      <Notice tone="success" title={t("ledger.check.right")} action={action}>
        {t("ledger.check.rightText", counts)}
      </Notice>
    );
  return (
    <Notice tone="danger" title={t("ledger.check.wrong")} action={action}>
      <p>{t("ledger.check.wrongText", counts)}</p>
      <ul>
        {unbalanced.map(({ unit, sum }) => (
          <li key={unit}>{t("ledger.check.unbalanced", { unit, sum: amountText(sum, unit) })}</li>
        ))}
        {wrongBalances.slice(0, mostShown).map(({ accountId, stored, summed }) => (
          <li key={accountId}>
            <Link href={accountAt(accountId)}>
              {t("ledger.check.wrongBalance", { stored: `${stored}`, summed: `${summed}` })}
            </Link>
          </li>
        ))}
        {wrongBalances.length > mostShown ? (
          <li>{t("ledger.check.more", { count: wrongBalances.length - mostShown })}</li>
        ) : null}
      </ul>
    </Notice>
  );
}
