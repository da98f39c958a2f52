"use client";

import { Button } from "frosted-ui";
import type { FormEvent } from "react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { callApi } from "#app/_ui/action/api.ts";
import { Problem } from "#app/_ui/action/problem.tsx";
import { useAction } from "#app/_ui/action/use-action.ts";
import { TextArea } from "#app/_ui/field/control.tsx";
import { Field } from "#app/_ui/field/field.tsx";
import styles from "./apply.module.css";

type Props = {
  experienceId: string;
  /** What was written before; null for who asks for the first time. */
  written: string | null;
  /** What the button does: ask the team, become one at once, or change what was written. */
  step: "apply" | "join" | "save";
};

/** Asks to become an affiliate, with a few words to the team. */
export function Apply({ experienceId, written, step }: Props) {
  const t = useTranslations("member.affiliate");
  const action = useAction();
  const [words, setWords] = useState(written ?? "");
  const application = words.trim() === "" ? null : words.trim();

  const send = async (event: FormEvent) => {
    event.preventDefault();
    await action.run(() => callApi("POST", "/api/v1/affiliation/apply", { experienceId, application }));
  };

  return (
    <form className={styles.form} onSubmit={send} noValidate>
      {step === "join" ? null : (
        <Field label={t("label")} hint={t("hint")} problem={action.fields.application}>
          {(control) => (
            <TextArea
              {...control}
              value={words}
              rows={3}
              maxLength={2000}
              placeholder={t("placeholder")}
              onChange={(event) => {
                action.clear();
                setWords(event.target.value);
              }}
            />
          )}
        </Field>
      )}
      <Problem>{action.fields.application ? null : action.problem}</Problem>
      <Button
        type="submit"
        size="3"
        variant={step === "save" ? "soft" : "solid"}
        loading={action.pending}
        disabled={step === "save" && application === (written ?? null)}
      >
        {t(step)}
      </Button>
    </form>
  );
}
