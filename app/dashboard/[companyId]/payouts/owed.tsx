import Link from "next/link";
import { Badge } from "#app/_ui/badge/badge.tsx";
import { Card } from "#app/_ui/card/card.tsx";
import { Figure, Figures } from "#app/_ui/figure/figure.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Empty } from "#app/_ui/notice/empty.tsx";
import { Notice } from "#app/_ui/notice/notice.tsx";
import table from "#app/_ui/table/table.module.css";
import type { PayoutMethod } from "#db/enums.ts";
import type { AffiliateOverview } from "#lib/affiliates/index.ts";
import { toDecimal } from "#lib/core/money.ts";
import type { OwedNow, Payout } from "#lib/payouts/index.ts";
import { DraftButton } from "./_act/draft-button.tsx";
import { payoutTones } from "./_act/payout-tones.ts";
import { isPayable, sumsOf } from "./_act/sums.ts";
import styles from "./payouts.module.css";

type Props = {
  companyId: string;
  owed: readonly OwedNow[];
  totals: AffiliateOverview["totals"];
  open: Payout | null;
  method: PayoutMethod;
  speech: Speech;
};

/** What is owed at this moment, and the one thing to do about it. */
export function Owed({ companyId, owed, totals, open, method, speech }: Props) {
  const { t, format } = speech;
  const base = `/dashboard/${companyId}`;
  const isDue = owed.some(({ dueMinor }) => dueMinor > 0n);
  return (
    <>
      {open === null ? null : <OpenPayout payout={open} companyId={companyId} speech={speech} />}
      {totals.length === 0 ? (
        <Card>
          <Empty
            icon="coins"
            title={t("payouts.nothing.title")}
            action={
              <Link className={table.way} href={`${base}/affiliates`}>
                {t("payouts.nothing.action")}
              </Link>
            }
          >
            {t("payouts.nothing.text")}
          </Empty>
        </Card>
      ) : (
        <Card
          title={t(isDue ? "payouts.owed.title" : "payouts.owed.none")}
          hint={t(`payouts.owed.${method}`)}
          action={open === null && isDue ? <DraftButton companyId={companyId} /> : undefined}
        >
          <div className={styles.currencies}>
            {totals.map(({ currency, waiting, held, onItsWay }) => {
              const now = owed.find((one) => one.currency === currency);
              const money = (minor: bigint) => format.amount(toDecimal(minor, currency), currency);
              return (
                <section key={currency} aria-label={t("affiliates.totals.in", { currency })}>
                  <Figures>
                    <Figure
                      label={t("payouts.owed.due")}
                      value={money(now?.dueMinor ?? 0n)}
                      detail={dueDetail(now, speech)}
                    />
                    <Figure label={t("payouts.owed.waiting")} value={format.amount(waiting, currency)} />
                    <Figure label={t("payouts.owed.held")} value={format.amount(held, currency)} />
                    {isSome(onItsWay) ? (
                      <Figure label={t("payouts.owed.onItsWay")} value={format.amount(onItsWay, currency)} />
                    ) : null}
                  </Figures>
                  {now && (now.belowMinimumMinor > 0n || now.overpaidMinor > 0n) ? (
                    <p className={styles.beside}>
                      {now.belowMinimumMinor > 0n
                        ? t("payouts.owed.belowMinimum", { amount: money(now.belowMinimumMinor) })
                        : null}{" "}
                      {now.overpaidMinor > 0n
                        ? t("payouts.owed.overpaid", { amount: money(now.overpaidMinor) })
                        : null}
                    </p>
                  ) : null}
                </section>
              );
            })}
          </div>
          <p className={styles.beside}>
            <Link href={`${base}/settings#payouts`}>{t("payouts.owed.settings")}</Link>
          </p>
        </Card>
      )}
    </>
  );
}

function dueDetail(now: OwedNow | undefined, { t, format }: Speech): string | undefined {
  if (!now || now.since === null) return undefined;
  return t("payouts.owed.since", { count: now.affiliates, at: format.day(now.since) });
}

function OpenPayout({
  payout,
  companyId,
  speech: { t, format },
}: Pick<Props, "companyId" | "speech"> & { payout: Payout }) {
  const { id, number, status, totals } = payout;
  const sums = sumsOf(totals, isPayable).map(({ amount, currency }) => format.amount(amount, currency));
  return (
    <Notice
      tone="accent"
      title={
        <>
          {t("payouts.name", { number })}{" "}
          <Badge tone={payoutTones[status]}>{t(`payouts.status.${status}`)}</Badge>
        </>
      }
      action={
        <Link className={styles.go} href={`/dashboard/${companyId}/payouts/${id}`}>
          {t(`payouts.open.${status === "processing" ? "watch" : "review"}`)}
        </Link>
      }
    >
      {t("payouts.open.text", { amount: format.list(sums) })}
    </Notice>
  );
}

function isSome(amount: string): boolean {
  return /[1-9]/.test(amount);
}
