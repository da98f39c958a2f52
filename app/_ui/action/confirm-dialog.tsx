"use client";

import { Button, Dialog } from "frosted-ui";
import type { FormEvent } from "react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { TextArea } from "../field/control.tsx";
import { Field } from "../field/field.tsx";
import { DialogHead } from "../sheet/dialog-head.tsx";
import type { Answer } from "./api.ts";
import styles from "./confirm-dialog.module.css";
import { Problem } from "./problem.tsx";
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
export function ConfirmDialog({ title, text, confirm, tone, note, call, onClose }: Props) {
  const t = useTranslations("action");
  const action = useAction();
  const [words, setWords] = useState("");
  const [missing, setMissing] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (note?.required && words.trim() === "") {
      setMissing(true);
      return;
    }
    const done = await action.run(() => call(words.trim()));
    if (done !== null) onClose();
  };

  const problem = note ? action.fields[note.name] : undefined;
  return (
    <Dialog.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Dialog.Content size="3" className={styles.dialog}>
        <DialogHead title={title} description={text} />
        <form className={styles.form} onSubmit={submit} noValidate>
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
          <Problem>{problem ? null : action.problem}</Problem>
          <div className={styles.foot}>
            <Dialog.Close>
              <Button type="button" size="3" variant="soft" color="gray">
                {t("cancel")}
              </Button>
            </Dialog.Close>
            <Button
              type="submit"
              size="3"
              variant="solid"
              loading={action.pending}
              {...(tone === "danger" ? { color: "danger" } : {})}
            >
              {confirm}
            </Button>
          </div>
        </form>
      </Dialog.Content>
    </Dialog.Root>
  );
}
