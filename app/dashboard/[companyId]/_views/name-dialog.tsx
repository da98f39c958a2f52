"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Answer } from "#app/_ui/action/api.ts";
import { FormDialog } from "#app/_ui/action/form-dialog.tsx";
import { useAction } from "#app/_ui/action/use-action.ts";
import { Input } from "#app/_ui/field/control.tsx";
import { Field } from "#app/_ui/field/field.tsx";

type Props = { create: (name: string) => Promise<Answer>; onClose: () => void };

/** Under which name the filters that are set are kept. */
export function NameDialog({ create, onClose }: Props) {
  const t = useTranslations("views");
  const action = useAction();
  const [name, setName] = useState("");
  const submit = async () => {
    const done = await action.run(() => create(name.trim()));
    if (done !== null) onClose();
  };
  const problem = action.fields.name;
  return (
    <FormDialog
      title={t("title")}
      text={t("text")}
      confirm={t("confirm")}
      pending={action.pending}
      disabled={name.trim() === ""}
      problem={problem ? null : action.problem}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field label={t("name")} problem={problem}>
        {(control) => (
          <Input
            {...control}
            value={name}
            maxLength={40}
            autoFocus
            onChange={(event) => {
              setName(event.target.value);
              action.clear();
            }}
          />
        )}
      </Field>
    </FormDialog>
  );
}
