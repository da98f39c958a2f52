"use client";

import { Button } from "frosted-ui";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { callApi } from "#app/_ui/action/api.ts";
import { ConfirmDialog } from "#app/_ui/action/confirm-dialog.tsx";
import type { AffiliateStatus } from "#db/enums.ts";
import styles from "./decide.module.css";
import type { PlanChoice } from "./plan-choice.ts";
import { PlanDialog } from "./plan-dialog.tsx";

export type Decided = {
  id: string;
  userId: string;
  name: string;
  status: AffiliateStatus;
  planId: string | null;
};

type Choice = "approve" | "decline" | "changePlan" | "suspend" | "resume";
type Props = { companyId: string; affiliate: Decided; plans: readonly PlanChoice[] };

const offers: Record<AffiliateStatus, readonly Choice[]> = {
  applied: ["approve", "decline"],
  active: ["changePlan", "suspend"],
  suspended: ["resume", "changePlan"],
  declined: ["approve"],
};

const looks = {
  approve: { variant: "solid" },
  resume: { variant: "solid" },
  changePlan: { variant: "soft", color: "gray" },
  decline: { variant: "soft", color: "danger" },
  suspend: { variant: "soft", color: "danger" },
} as const;

/** What the team can do with an affiliate now. */
export function Decide({ companyId, affiliate, plans }: Props) {
  const t = useTranslations("affiliates.decide");
  const [choice, setChoice] = useState<Choice | null>(null);
  const close = () => setChoice(null);
  const { id, name, status, planId } = affiliate;
  const post = (action: string, body: object = {}) =>
    callApi("POST", `/api/v1/affiliates/${id}/${action}`, { companyId, ...body });
  return (
    <div className={styles.actions}>
      {offers[status].map((one) => (
        <Button
          key={one}
          type="button"
          size="2"
          {...looks[one]}
          aria-label={t(`${one}.named`, { name })}
          onClick={() => setChoice(one)}
        >
          {t(`${one}.button`)}
        </Button>
      ))}
      {choice === "approve" ? (
        <PlanDialog
          words={{
            title: t("approve.title", { name }),
            text: t("approve.text"),
            confirm: t("approve.button"),
          }}
          plans={plans}
          chosen={planId}
          withNote
          call={({ planId, note }) => post("approve", { planId, ...(note === "" ? {} : { note }) })}
          onClose={close}
        />
      ) : null}
      {choice === "changePlan" ? (
        <PlanDialog
          words={{
            title: t("changePlan.title", { name }),
            text: t("changePlan.text"),
            confirm: t("changePlan.confirm"),
          }}
          plans={plans}
          chosen={planId}
          call={({ planId }) => post("change-plan", { planId })}
          onClose={close}
        />
      ) : null}
      {choice === "decline" || choice === "suspend" ? (
        <ConfirmDialog
          title={t(`${choice}.title`, { name })}
          text={t(`${choice}.text`, { name })}
          confirm={t(`${choice}.button`)}
          tone="danger"
          note={{
            name: "reason",
            required: true,
            label: t("reason.label"),
            hint: t("reason.hint", { name }),
          }}
          call={(reason) => post(choice, { reason })}
          onClose={close}
        />
      ) : null}
      {choice === "resume" ? (
        <ConfirmDialog
          title={t("resume.title", { name })}
          text={t("resume.text", { name })}
          confirm={t("resume.button")}
          tone="accent"
          call={() => post("resume")}
          onClose={close}
        />
      ) : null}
    </div>
  );
}
