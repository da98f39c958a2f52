"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Answer } from "#app/_ui/action/api.ts";
import { FormDialog } from "#app/_ui/action/form-dialog.tsx";
import { useAction } from "#app/_ui/action/use-action.ts";
import { TextArea } from "#app/_ui/field/control.tsx";
import { Field } from "#app/_ui/field/field.tsx";
import type { PlanChoice } from "./plan-choice.ts";
import { firstChoice, PlanSelect } from "./plan-select.tsx";

type Props = {
  words: { title: string; text: string; confirm: string };
  plans: readonly PlanChoice[];
  /** The plan somebody has. */
  chosen: string | null;
  /** Whether the member can be told something with it. */
  withNote?: boolean;
  call: (given: { planId: string; note: string }) => Promise<Answer>;
  onClose: () => void;
};

/** Puts somebody on a plan. */
export function PlanDialog({ words, plans, chosen, withNote = false, call, onClose }: Props) {
  const t = useTranslations("affiliates.decide");
  const action = useAction();
  const [planId, setPlanId] = useState(() => firstChoice(plans, chosen));
  const [note, setNote] = useState("");

  const submit = async () => {
    if ((await action.run(() => call({ planId, note: note.trim() }))) !== null) onClose();
  };

  return (
    <FormDialog
      {...words}
      pending={action.pending}
      disabled={planId === ""}
      problem={action.problem}
      onSubmit={submit}
      onClose={onClose}
    >
      <PlanSelect plans={plans} value={planId} problem={action.fields.planId} onChange={setPlanId} />
      {withNote ? (
        <Field label={t("note.label")} hint={t("note.hint")} problem={action.fields.note}>
          {(control) => (
            <TextArea
              {...control}
              rows={2}
              maxLength={500}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
      ) : null}
    </FormDialog>
  );
}
