import Link from "next/link";
import { Badge } from "#app/_ui/badge/badge.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import type { Tone } from "#app/_ui/notice/notice.tsx";
import { Notice } from "#app/_ui/notice/notice.tsx";
import { Facts } from "#app/_ui/sheet/facts.tsx";
import { SideSheet } from "#app/_ui/sheet/side-sheet.tsx";
import { Timeline } from "#app/_ui/sheet/timeline.tsx";
import { toDecimal } from "#lib/core/money.ts";
import type { ListedItem } from "#lib/payouts/index.ts";
import { ItemActions } from "../_act/item-actions.tsx";
import { itemTones } from "../_act/payout-tones.ts";
import styles from "./item-sheet.module.css";
import { amountOf, forActions, whyWords } from "./item-words.ts";

type Props = { item: ListedItem; companyId: string; closeHref: string; speech: Speech };

/** One affiliate's part of a payout: where it stands, every attempt to send it, and its proof. */
export function ItemSheet({ item, companyId, closeHref, speech }: Props) {
  const { t, format, say } = speech;
  const { payee, status, currency, dispatch, attempts } = item;
  const why = whyWords(item, speech);
  const isSerious = status === "failed" || status === "held" || status === "unknown";
  const money = (minor: bigint) => format.amount(toDecimal(minor, currency), currency);
  return (
    <SideSheet title={payee.name} closeHref={closeHref}>
      <div className={styles.sheet}>
        <p className={styles.head}>
          <strong className={styles.amount}>{format.amount(amountOf(item), currency)}</strong>
          <Badge tone={itemTones[status]}>{t(`payouts.item.${status}`)}</Badge>
        </p>
        {isSerious && why !== null ? (
          <Notice tone={status === "failed" ? "danger" : "warning"} title={t(`payouts.what.${status}`)}>
            {why}
          </Notice>
        ) : null}
        <ItemActions companyId={companyId} item={forActions(item, speech)} />
        <Facts
          facts={[
            [t("payouts.sheet.approved"), money(item.amountMinor)],
            [t("payouts.sheet.sent"), dispatch && money(dispatch.amountMinor)],
            [t("payouts.sheet.why"), isSerious ? null : why],
            [t("payouts.sheet.paidAt"), item.paidAt && format.instant(item.paidAt)],
            [t("payouts.sheet.transfer"), item.transferId],
            [t("payouts.sheet.reference"), item.reference],
            [t("payouts.sheet.email"), payee.email],
            [t("payouts.sheet.whopUser"), payee.whopUserId],
            [
              t("payouts.column.affiliate"),
              <Link
                key="affiliate"
                href={`/dashboard/${companyId}/affiliates/${item.affiliateId}`}
                prefetch={false}
              >
                {t("payouts.sheet.commissions")}
              </Link>,
            ],
          ]}
        />
        {attempts.length === 0 ? null : (
          <section>
            <h3 className={styles.title}>{t("payouts.sheet.attempts")}</h3>
            <Timeline
              items={attempts.map((attempt, place) => ({
                key: `${attempt.n}-${place}`,
                title: t(`reward.attempt.${attempt.outcome}`),
                tone: toneOf(attempt.outcome),
                text: [attempt.status === null ? "" : `HTTP ${attempt.status}`, say(attempt.message)]
                  .filter(Boolean)
                  .join(" · "),
                at: { text: format.instant(attempt.at), iso: attempt.at.toISOString() },
              }))}
            />
          </section>
        )}
      </div>
    </SideSheet>
  );
}

function toneOf(outcome: ListedItem["attempts"][number]["outcome"]): Tone {
  if (outcome === "applied" || outcome === "found_applied" || outcome === "given_by_hand") return "success";
  if (outcome === "refused") return "danger";
  return outcome === "retried" ? "neutral" : "warning";
}
