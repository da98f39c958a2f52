"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { TextArea } from "../field/control.tsx";
import { Field } from "../field/field.tsx";
import type { Answer } from "./api.ts";
import { FormDialog } from "./form-dialog.tsx";
import { useAction } from "./use-action.ts";

type Props = {
  title: string;
  /** What happens then. */
  text: string;
  confirm: string;
  tone: "accent" | "danger";
  /** Asks for a reason, or a note, and hands it to the call. */
  note?: { label: string; hint: string; placeholder?: string; name: string; required: boolean };
  call: (note: string) => Promise<Answer>;
  onClose: () => void;
};

/** One decision: what it does, why it is taken, and no way to take it by accident. */
export function ConfirmDialog({ note, call, onClose, ...frame }: Props) {
  const t = useTranslations("action");
  const action = useAction();
  const [words, setWords] = useState("");
  const [missing, setMissing] = useState(false);

  const submit = async () => {
    if (note?.required && words.trim() === "") {
      setMissing(true);
      return;
    }
    const done = await action.run(() => call(words.trim()));
    if (done !== null) onClose();
  };

  const problem = note ? action.fields[note.name] : undefined;
  return (
    <FormDialog
      {...frame}
      pending={action.pending}
      problem={problem ? null : action.problem}
      onSubmit={submit}
      onClose={onClose}
    >
      {note ? (
        <Field label={note.label} hint={note.hint} problem={missing ? t("required") : problem}>
          {(control) => (
            <TextArea
              {...control}
              rows={3}
              maxLength={500}
              value={words}
              placeholder={note.placeholder}
              onChange={(event) => {
                setWords(event.target.value);
                setMissing(false);
                action.clear();
              }}
            />
          )}
        </Field>
      ) : null}
    </FormDialog>
  );
}
