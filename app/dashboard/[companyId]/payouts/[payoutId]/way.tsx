import { Live } from "#app/_ui/action/live.tsx";
import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Notice } from "#app/_ui/notice/notice.tsx";
import { Progress } from "#app/_ui/progress/progress.tsx";
import { Facts } from "#app/_ui/sheet/facts.tsx";
import type { Payout } from "#lib/payouts/index.ts";
import { PayoutActions } from "../_act/payout-actions.tsx";
import { countOf, isPayable, progressOf, sumsOf } from "../_act/sums.ts";
import styles from "./way.module.css";

type Props = { payout: Payout; companyId: string; now: Date; speech: Speech };

/** How far the payout has come, who answers for it, and what comes next. */
export function Way({ payout, companyId, now, speech }: Props) {
  const { t, format } = speech;
  const { status, approvedBy, approvedAt, secondApprovedBy, secondApprovedAt, startedAt, finishedAt } =
    payout;
  const needsSecond = status === "draft" && approvedBy !== null;
  const isByHand = status === "processing" && payout.method === "csv";
  const second = payout.isApprovedByReader ? "elsewhere" : "second";
  const next = needsSecond ? second : isByHand ? "byHand" : status;
  const by = (name: string | null, at: Date | null) =>
    name === null || at === null ? null : t("payouts.way.by", { name, at: format.instant(at) });
  const sums = sumsOf(payout.totals, (one) => one === "included" || one === "queued");
  return (
    <Card title={t(`payouts.next.${next}.title`)}>
      <div className={styles.way}>
        <p className={styles.text}>{t(`payouts.next.${next}.text`)}</p>
        {status === "processing" ? <Going payout={payout} now={now} speech={speech} /> : null}
        <PayoutActions
          companyId={companyId}
          payout={{
            id: payout.id,
            number: payout.number,
            status,
            method: payout.method,
            approval: status !== "draft" || next === "elsewhere" ? "none" : needsSecond ? "second" : "first",
            isStarted: startedAt !== null,
            waiting: countOf(payout.totals, (one) => one === "queued"),
            affiliates: countOf(payout.totals, (one) => one === "included"),
            amount: format.list(sums.map(({ amount, currency }) => format.amount(amount, currency))),
          }}
        />
        <Facts
          facts={[
            [t("payouts.way.drafted"), by(payout.createdBy, payout.createdAt)],
            [t("payouts.way.approved"), by(approvedBy, approvedAt)],
            [t("payouts.way.second"), by(secondApprovedBy, secondApprovedAt)],
            [t("payouts.way.started"), startedAt && format.instant(startedAt)],
            [t("payouts.way.finished"), finishedAt && format.instant(finishedAt)],
          ]}
        />
      </div>
    </Card>
  );
}

function Going({ payout, now, speech: { t } }: Omit<Props, "companyId">) {
  const { done, all } = progressOf(payout.totals);
  const moving = countOf(
    payout.totals,
    (status) =>
      status === "calling" || status === "unknown" || (status === "queued" && payout.method === "transfer"),
  );
  const unknown = countOf(payout.totals, (status) => status === "unknown");
  const label = t("payouts.progress.done", { done, all });
  const minutes = minutesLeft(payout, now);
  return (
    <div className={styles.going}>
      <Progress confirmed={done} waiting={moving} goal={Math.max(all, 1)} label={label} />
      <p className={styles.text}>
        {label}
        {moving > unknown && minutes !== null ? ` · ${t("payouts.progress.left", { minutes })}` : null}
      </p>
      {unknown > 0 ? (
        <Notice tone="warning" title={t("payouts.progress.unknown", { count: unknown })}>
          {t("payouts.progress.unknownText")}
        </Notice>
      ) : null}
      {moving > 0 || isBeingFixed(payout, now) ? <Live /> : null}
    </div>
  );
}

const fixingMs = 60_000;

/** The amounts of a payout by hand are fixed within moments of its start; then it waits for people. */
function isBeingFixed({ method, startedAt }: Payout, now: Date): boolean {
  return method === "csv" && startedAt !== null && now.getTime() - startedAt.getTime() < fixingMs;
}

/** At the pace so far; null before there is one. */
function minutesLeft({ startedAt, totals }: Payout, now: Date): number | null {
  const done = countOf(totals, (status) => isPayable(status) && status === "paid");
  const { all } = progressOf(totals);
  if (startedAt === null || done === 0 || done >= all) return null;
  const ms = ((now.getTime() - startedAt.getTime()) / done) * (all - done);
  return Math.ceil(ms / 60_000);
}
