"use client";

import { Button } from "frosted-ui";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { callApi } from "#app/_ui/action/api.ts";
import { ConfirmDialog } from "#app/_ui/action/confirm-dialog.tsx";
import styles from "./decide.module.css";
import type { DecisionSubject } from "./decision-subject.ts";

type Choice = "approve" | "mark_delivered" | "retry" | "send_again" | "reject";

type Props = {
  companyId: string;
  subject: DecisionSubject;
  /** How many buttons there is room for; the rest is in the side sheet. */
  most?: number;
};

const colors = {
  approve: {},
  retry: {},
  mark_delivered: {},
  send_again: { color: "gray" },
  reject: { color: "danger" },
} as const;

/** What the team can do with a redemption now, the likeliest first; nothing else is offered. */
export function Decide({ companyId, subject, most = Number.POSITIVE_INFINITY }: Props) {
  const t = useTranslations("owner.rewards.decide");
  const [choice, setChoice] = useState<Choice | null>(null);
  const offered = choicesFor(subject).slice(0, most);
  if (offered.length === 0) return null;
  const named = { member: subject.memberName, reward: subject.rewardName };
  const close = () => setChoice(null);
  const at = `/api/v1/redemptions/${subject.id}` as const;
  const retry = (isMissingOnWhop: boolean) =>
    callApi("POST", `/api/v1/deliveries/${subject.heldDeliveryId}/retry`, { companyId, isMissingOnWhop });
  const common = (name: Choice) => ({
    title: t(`${name}.title`, named),
    text: t(`${name}.text`, named),
    confirm: t(`${name}.confirm`),
    onClose: close,
  });
  return (
    <div className={styles.actions}>
      {offered.map((name, place) => (
        <Button
          key={name}
          type="button"
          size="2"
          variant={place === 0 && name !== "reject" ? "solid" : "soft"}
          {...colors[name]}
          onClick={() => setChoice(name)}
        >
          {t(`${name}.button`)}
        </Button>
      ))}
      {choice === "approve" ? (
        <ConfirmDialog
          {...common("approve")}
          tone="accent"
          call={() => callApi("POST", `${at}/approve`, { companyId })}
        />
      ) : null}
      {choice === "retry" ? (
        <ConfirmDialog {...common("retry")} tone="accent" call={() => retry(false)} />
      ) : null}
      {choice === "send_again" ? (
        <ConfirmDialog {...common("send_again")} tone="danger" call={() => retry(true)} />
      ) : null}
      {choice === "mark_delivered" ? (
        <ConfirmDialog
          {...common("mark_delivered")}
          tone="accent"
          note={{
            name: "note",
            required: true,
            label: t("mark_delivered.note"),
            hint: t("mark_delivered.hint"),
            placeholder: t("mark_delivered.placeholder"),
          }}
          call={(note) => callApi("POST", `${at}/mark-delivered`, { companyId, note })}
        />
      ) : null}
      {choice === "reject" ? (
        <ConfirmDialog
          {...common("reject")}
          tone="danger"
          note={{ name: "reason", required: true, label: t("reject.note"), hint: t("reject.hint") }}
          call={(reason) => callApi("POST", `${at}/reject`, { companyId, reason })}
        />
      ) : null}
    </div>
  );
}

function choicesFor({ actions, heldDeliveryId, isUncertain }: DecisionSubject): Choice[] {
  const canRetry = actions.includes("retry") && heldDeliveryId !== null;
  return [
    ...(actions.includes("approve") ? (["approve"] as const) : []),
    ...(canRetry ? (["retry"] as const) : []),
    ...(actions.includes("mark_delivered") ? (["mark_delivered"] as const) : []),
    ...(canRetry && isUncertain ? (["send_again"] as const) : []),
    ...(actions.includes("reject") ? (["reject"] as const) : []),
  ];
}
