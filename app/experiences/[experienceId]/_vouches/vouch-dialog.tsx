"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { callApi } from "#app/_ui/action/api.ts";
import { FormDialog } from "#app/_ui/action/form-dialog.tsx";
import { useAction } from "#app/_ui/action/use-action.ts";
import { Select } from "#app/_ui/field/control.tsx";
import { Field } from "#app/_ui/field/field.tsx";
import { MemberChoice } from "#app/_ui/member/member-choice.tsx";
import { useCandidates } from "./use-candidates.ts";

const kinds = ["primary", "secondary"] as const;
type Kind = (typeof kinds)[number];

export function VouchDialog({ experienceId, onClose }: { experienceId: string; onClose: () => void }) {
  const t = useTranslations("trust.mine");
  const action = useAction();
  const found = useCandidates(experienceId);
  const [userId, setUserId] = useState("");
  const [kind, setKind] = useState<Kind>("secondary");

  const submit = async () => {
    const given = await action.run(() => callApi("POST", "/api/v1/vouches", { experienceId, userId, kind }));
    if (given !== null) onClose();
  };

  return (
    <FormDialog
      title={t("add")}
      text={t("text")}
      confirm={t("confirm")}
      pending={action.pending}
      disabled={userId === ""}
      problem={action.problem}
      onSubmit={submit}
      onClose={onClose}
    >
      <MemberChoice
        found={found}
        value={userId}
        onChange={setUserId}
        words={{
          label: t("search"),
          placeholder: t("placeholder"),
          none: t("nobody"),
          found: (count) => t("found", { count }),
          choose: t("choose"),
        }}
      />
      <Field label={t("kind")}>
        {(control) => (
          <Select
            {...control}
            value={kind}
            onChange={(event) => setKind(kinds.find((one) => one === event.target.value) ?? "secondary")}
          >
            {kinds.map((one) => (
              <option key={one} value={one}>
                {t(one)}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </FormDialog>
  );
}
