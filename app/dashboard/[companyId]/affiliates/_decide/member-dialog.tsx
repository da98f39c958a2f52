"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { callApi } from "#app/_ui/action/api.ts";
import { FormDialog } from "#app/_ui/action/form-dialog.tsx";
import { useAction } from "#app/_ui/action/use-action.ts";
import { Avatar } from "#app/_ui/avatar/avatar.tsx";
import { Input } from "#app/_ui/field/control.tsx";
import { Field } from "#app/_ui/field/field.tsx";
import styles from "./decide.module.css";
import type { PlanChoice } from "./plan-choice.ts";
import { firstChoice, PlanSelect } from "./plan-select.tsx";
import { useMemberSearch } from "./use-member-search.ts";

type Props = { companyId: string; plans: readonly PlanChoice[]; onClose: () => void };

export function MemberDialog({ companyId, plans, onClose }: Props) {
  const t = useTranslations("affiliates.add");
  const action = useAction();
  const { text, search, members, problem } = useMemberSearch(companyId);
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
      <Field label={t("search")} problem={problem}>
        {(control) => (
          <Input
            {...control}
            type="search"
            value={text}
            maxLength={100}
            autoComplete="off"
            placeholder={t("placeholder")}
            onChange={(event) => {
              setUserId("");
              search(event.target.value);
            }}
          />
        )}
      </Field>
      <div role="status">
        {members === null ? null : members.length === 0 ? (
          <p className={styles.none}>{t("none")}</p>
        ) : (
          <span className="visually-hidden">{t("found", { count: members.length })}</span>
        )}
      </div>
      {members === null || members.length === 0 ? null : (
        <fieldset>
          <legend className="visually-hidden">{t("choose")}</legend>
          <div className={styles.found}>
            {members.map((member) => (
              <label key={member.userId} className={styles.member}>
                <input
                  type="radio"
                  name="member"
                  value={member.userId}
                  checked={member.userId === userId}
                  onChange={() => setUserId(member.userId)}
                />
                <Avatar name={member.name} url={member.avatarUrl} size={28} />
                <span>
                  {member.name}
                  <small>{member.email ?? member.username}</small>
                </span>
              </label>
            ))}
          </div>
        </fieldset>
      )}
      <PlanSelect plans={plans} value={planId} problem={action.fields.planId} onChange={setPlanId} />
    </FormDialog>
  );
}
