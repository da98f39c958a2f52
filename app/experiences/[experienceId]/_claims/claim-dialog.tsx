"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { callApi } from "#app/_ui/action/api.ts";
import { FormDialog } from "#app/_ui/action/form-dialog.tsx";
import { useAction } from "#app/_ui/action/use-action.ts";
import { Choices } from "#app/_ui/field/choices.tsx";
import { Input, TextArea } from "#app/_ui/field/control.tsx";
import { Field } from "#app/_ui/field/field.tsx";
import { type Whom, WhomField } from "./whom-field.tsx";

const ways = ["yes", "no", "unknown"] as const;
type Way = (typeof ways)[number];

type Props = { experienceId: string; today: string; onClose: () => void };

/** First how they bought, because a checkout speaks for itself; then whom, when and how. */
export function ClaimDialog({ experienceId, today, onClose }: Props) {
  const t = useTranslations("claim.member.dialog");
  const action = useAction();
  const [way, setWay] = useState<Way | "">("");
  const [whom, setWhom] = useState<Whom>({ userId: "" });
  const [toldOn, setToldOn] = useState("");
  const [words, setWords] = useState("");

  const submit = async () => {
    const claim = { experienceId, ...whom, words, toldOn };
    const filed = await action.run(() => callApi("POST", "/api/v1/claims", claim));
    if (filed !== null) onClose();
  };

  const isNamed = "userId" in whom ? whom.userId !== "" : whom.username.trim() !== "";
  const { fields } = action;
  const isOfField = ["userId", "username", "toldOn", "words"].some((name) => fields[name]);
  return (
    <FormDialog
      title={t("title")}
      text={t("text")}
      confirm={t("confirm")}
      pending={action.pending}
      disabled={way === "" || !isNamed || toldOn === "" || words.trim() === ""}
      problem={isOfField ? null : action.problem}
      onSubmit={submit}
      onClose={onClose}
    >
      <Choices
        label={t("asked")}
        value={way}
        onChange={setWay}
        choices={ways.map((value) => ({ value, label: t(value), hint: t(`${value}Hint`) }))}
      />
      {way === "" ? null : (
        <>
          <WhomField
            experienceId={experienceId}
            whom={whom}
            problem={fields.userId ?? fields.username}
            onChange={(next) => {
              setWhom(next);
              action.clear();
            }}
          />
          <Field label={t("toldOn")} problem={fields.toldOn}>
            {(control) => (
              <Input
                {...control}
                type="date"
                value={toldOn}
                max={today}
                onChange={(event) => setToldOn(event.target.value)}
              />
            )}
          </Field>
          <Field label={t("words")} hint={t("wordsHint")} problem={fields.words}>
            {(control) => (
              <TextArea
                {...control}
                rows={3}
                maxLength={500}
                value={words}
                onChange={(event) => setWords(event.target.value)}
              />
            )}
          </Field>
        </>
      )}
    </FormDialog>
  );
}
