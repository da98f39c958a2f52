"use client";

import { Checkbox } from "frosted-ui";
import { useId, useState } from "react";
import { useTranslations } from "use-intl";
import { callApi } from "../action/api.ts";
import { FormDialog } from "../action/form-dialog.tsx";
import { useAction } from "../action/use-action.ts";
import { Input } from "../field/control.tsx";
import { Field } from "../field/field.tsx";
import styles from "./erasure.module.css";
import type { Whose } from "./whose.ts";

export type EraseProps = {
  whose: Whose;
  name: string;
  path: `/api/${string}`;
  scope: { companyId: string } | { experienceId: string };
  /** What is earned and not paid, in words; null where there is nothing. */
  unpaid: string | null;
  onClose: () => void;
};

/** Nothing that is done here can be undone: a word has to be typed, and what is given up has to be named. */
export function EraseDialog({ whose, name, path, scope, unpaid, onClose }: EraseProps) {
  const t = useTranslations(`privacy.${whose}.dialog`);
  const action = useAction();
  const box = useId();
  const [typed, setTyped] = useState("");
  const [givenUp, setGivenUp] = useState(false);
  const [checked, setChecked] = useState(false);
  const word = t("word");
  const isTyped = typed.trim().toLocaleUpperCase() === word;
  const isGivenUp = unpaid === null || givenUp;

  const submit = async () => {
    setChecked(true);
    if (!isTyped || !isGivenUp) return;
    const done = await action.run(() => callApi("POST", path, { ...scope, giveUpEarnings: unpaid !== null }));
    if (done !== null) onClose();
  };

  return (
    <FormDialog
      title={t("title", { name })}
      text={t("text")}
      confirm={t("confirm")}
      tone="danger"
      pending={action.pending}
      problem={action.problem}
      onSubmit={submit}
      onClose={onClose}
    >
      {unpaid === null ? null : (
        <div>
          <div className={styles.giveUp}>
            <Checkbox
              id={box}
              checked={givenUp}
              onCheckedChange={(next) => setGivenUp(next === true)}
              aria-describedby={`${box}-problem`}
            />
            <label htmlFor={box}>{t("giveUp", { amount: unpaid })}</label>
          </div>
          <p className={styles.problem} id={`${box}-problem`} role="alert">
            {checked && !givenUp ? t("giveUpMissing") : null}
          </p>
        </div>
      )}
      <Field label={t("type", { word })} problem={checked && !isTyped ? t("wrong", { word }) : undefined}>
        {(control) => (
          <Input
            {...control}
            value={typed}
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            maxLength={20}
            onChange={(event) => {
              action.clear();
              setChecked(false);
              setTyped(event.target.value);
            }}
          />
        )}
      </Field>
    </FormDialog>
  );
}
