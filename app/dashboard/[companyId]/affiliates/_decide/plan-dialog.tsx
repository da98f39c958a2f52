"use client";

import { Button, Dialog } from "frosted-ui";
import type { FormEvent } from "react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Answer } from "#app/_ui/action/api.ts";
import { Problem } from "#app/_ui/action/problem.tsx";
import { useAction } from "#app/_ui/action/use-action.ts";
import { TextArea } from "#app/_ui/field/control.tsx";
import { Field } from "#app/_ui/field/field.tsx";
import { DialogHead } from "#app/_ui/sheet/dialog-head.tsx";
import styles from "./decide.module.css";
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
  const say = useTranslations("action");
  const action = useAction();
  const [planId, setPlanId] = useState(() => firstChoice(plans, chosen));
  const [note, setNote] = useState("");

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if ((await action.run(() => call({ planId, note: note.trim() }))) !== null) onClose();
  };

  return (
    <Dialog.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Dialog.Content size="3" className={styles.dialog}>
        <DialogHead title={words.title} description={words.text} />
        <form className={styles.form} onSubmit={submit} noValidate>
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
          <Problem>{action.problem}</Problem>
          <div className={styles.foot}>
            <Dialog.Close>
              <Button type="button" size="3" variant="soft" color="gray">
                {say("cancel")}
              </Button>
            </Dialog.Close>
            <Button type="submit" size="3" variant="solid" loading={action.pending} disabled={planId === ""}>
              {words.confirm}
            </Button>
          </div>
        </form>
      </Dialog.Content>
    </Dialog.Root>
  );
}
