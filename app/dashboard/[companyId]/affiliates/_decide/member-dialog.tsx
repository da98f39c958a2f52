"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { callApi } from "#app/_ui/action/api.ts";
import { FormDialog } from "#app/_ui/action/form-dialog.tsx";
import { useAction } from "#app/_ui/action/use-action.ts";
import { MemberPicker } from "../../_members/member-picker.tsx";
import type { PlanChoice } from "./plan-choice.ts";
import { firstChoice, PlanSelect } from "./plan-select.tsx";

type Props = { companyId: string; plans: readonly PlanChoice[]; onClose: () => void };

export function MemberDialog({ companyId, plans, onClose }: Props) {
  const t = useTranslations("affiliates.add");
  const action = useAction();
  const [userId, setUserId] = useState("");
  const [planId, setPlanId] = useState(() => firstChoice(plans, null));

  const submit = async () => {
    const made = await action.run(() => callApi("POST", "/api/v1/affiliates", { companyId, userId, planId }));
    if (made !== null) onClose();
  };

  return (
    <FormDialog
      title={t("title")}
      text={t("text")}
      confirm={t("confirm")}
      pending={action.pending}
      disabled={userId === "" || planId === ""}
      problem={action.problem}
      onSubmit={submit}
      onClose={onClose}
    >
      <MemberPicker companyId={companyId} value={userId} onChange={setUserId} />
      <PlanSelect plans={plans} value={planId} problem={action.fields.planId} onChange={setPlanId} />
    </FormDialog>
  );
}
