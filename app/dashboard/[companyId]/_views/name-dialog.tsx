"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Answer } from "#app/_ui/action/api.ts";
import { FormDialog } from "#app/_ui/action/form-dialog.tsx";
import { useAction } from "#app/_ui/action/use-action.ts";
import { Input } from "#app/_ui/field/control.tsx";
import { Field } from "#app/_ui/field/field.tsx";

type Props = {
  title: string;
  text: string;
  confirm: string;
  /** What it is called now; nothing when it is new. */
  before?: string;
  call: (name: string) => Promise<Answer>;
  onClose: () => void;
};

/** What a view is called. */
export function NameDialog({ title, text, confirm, before = "", call, onClose }: Props) {
  const t = useTranslations("views");
  const action = useAction();
  const [name, setName] = useState(before);
  const submit = async () => {
    const done = await action.run(() => call(name.trim()));
    if (done !== null) onClose();
  };
  const problem = action.fields.name;
  return (
    <FormDialog
      title={title}
      text={text}
      confirm={confirm}
      pending={action.pending}
      disabled={name.trim() === "" || name.trim() === before}
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
