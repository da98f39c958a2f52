"use client";

import { Button } from "frosted-ui";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { callApi } from "#app/_ui/action/api.ts";
import { ConfirmDialog } from "#app/_ui/action/confirm-dialog.tsx";
import { Icon } from "#app/_ui/icon/icon.tsx";
import type { PayoutMethod, PayoutStatus } from "#db/enums.ts";
import styles from "./act.module.css";

type Props = {
  companyId: string;
  payout: {
    id: string;
    number: number;
    status: PayoutStatus;
    method: PayoutMethod;
    /** Which approval the reader may give it. */
    approval: "none" | "first" | "second";
    isStarted: boolean;
    /** How many wait to be paid. */
    waiting: number;
    affiliates: number;
    /** What it pays, in every currency. */
    amount: string;
  };
};

type Choice = "approve" | "start" | "cancel" | "markAll";

/** What can be done with a payout as it stands. */
export function PayoutActions({ companyId, payout }: Props) {
  const t = useTranslations("payouts.act");
  const [choice, setChoice] = useState<Choice | null>(null);
  const { id, number, status, method, approval, isStarted, waiting, affiliates, amount } = payout;
  const at = `/api/v1/payouts/${id}` as const;
  const close = () => setChoice(null);
  const isDraft = status === "draft";
  const isReady = status === "approved";
  const mayMarkAll = status === "processing" && method === "csv" && waiting > 0;
  if (!isDraft && !isReady && !isStarted) return null;
  return (
    <div className={styles.actions}>
      {approval === "none" ? null : (
        <Button type="button" size="3" variant="solid" onClick={() => setChoice("approve")}>
          {t(approval === "second" ? "approve.second" : "approve.button")}
        </Button>
      )}
      {isReady ? (
        <Button type="button" size="3" variant="solid" onClick={() => setChoice("start")}>
          {t(`start.${method}`)}
        </Button>
      ) : null}
      {mayMarkAll ? (
        <Button type="button" size="3" variant="solid" onClick={() => setChoice("markAll")}>
          {t("markAll.button")}
        </Button>
      ) : null}
      {isStarted ? (
        <Button asChild size="3" variant="soft" color="gray">
          <a href={`${at}/csv?companyId=${companyId}`} download>
            <Icon name="download" />
            {t("csv")}
          </a>
        </Button>
      ) : null}
      {isDraft || isReady ? (
        <Button type="button" size="3" variant="soft" color="gray" onClick={() => setChoice("cancel")}>
          {t("cancel.button")}
        </Button>
      ) : null}
      {choice === "approve" ? (
        <ConfirmDialog
          title={t("approve.title", { number })}
          text={t("approve.text", { amount, count: affiliates })}
          confirm={t("approve.button")}
          tone="accent"
          call={() => callApi("POST", `${at}/approve`, { companyId })}
          onClose={close}
        />
      ) : null}
      {choice === "start" ? (
        <ConfirmDialog
          title={t("start.title", { number })}
          text={t(`start.${method}Text`, { amount, count: affiliates })}
          confirm={t(`start.${method}`)}
          tone="accent"
          call={() => callApi("POST", `${at}/start`, { companyId })}
          onClose={close}
        />
      ) : null}
      {choice === "markAll" ? (
        <ConfirmDialog
          title={t("markAll.title", { count: waiting })}
          text={t("markAll.text")}
          confirm={t("markAll.button")}
          tone="accent"
          note={{
            name: "reference",
            required: true,
            label: t("reference.label"),
            hint: t("reference.hint"),
            placeholder: t("reference.placeholder"),
          }}
          call={(reference) => callApi("POST", `${at}/mark-paid`, { companyId, reference })}
          onClose={close}
        />
      ) : null}
      {choice === "cancel" ? (
        <ConfirmDialog
          title={t("cancel.title", { number })}
          text={t("cancel.text")}
          confirm={t("cancel.button")}
          tone="danger"
          call={() => callApi("POST", `${at}/cancel`, { companyId })}
          onClose={close}
        />
      ) : null}
    </div>
  );
}
