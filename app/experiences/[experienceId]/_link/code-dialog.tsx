"use client";

import { Button, Dialog } from "frosted-ui";
import type { FormEvent } from "react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { callApi } from "#app/_ui/action/api.ts";
import { Problem } from "#app/_ui/action/problem.tsx";
import { useAction } from "#app/_ui/action/use-action.ts";
import { Input } from "#app/_ui/field/control.tsx";
import { Field } from "#app/_ui/field/field.tsx";
import { DialogHead } from "#app/_ui/sheet/dialog-head.tsx";
import styles from "./code-dialog.module.css";
import { codeProblem } from "./code-problem.ts";
import type { ShareLink } from "./share-link.ts";

type Props = { experienceId: string; link: ShareLink; onClose: () => void };

/** As the server wants it; it has the last word. */
const shape = /^(?=.{3,32}$)[a-z0-9]+(-[a-z0-9]+)*$/;

/** A code of the member's own choice. The old one goes on working. */
export function CodeDialog({ experienceId, link, onClose }: Props) {
  const t = useTranslations("member.code");
  const action = useAction();
  const [code, setCode] = useState("");
  const [misshapen, setMisshapen] = useState(false);
  const wanted = code.trim().toLowerCase();
  const refused = codeProblem(action);
  const problem = misshapen ? t("shape") : refused === null ? undefined : t(refused, { code: wanted });
  const base = link.url.slice(0, -link.code.length);

  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (!shape.test(wanted)) {
      setMisshapen(true);
      return;
    }
    const made = await action.run(() =>
      callApi("POST", "/api/v1/referrals/create", { experienceId, code: wanted }),
    );
    if (made !== null) onClose();
  };

  return (
    <Dialog.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Dialog.Content size="3">
        <DialogHead title={t("title")} description={t("hint")} />
        <form className={styles.form} onSubmit={save} noValidate>
          <Field label={t("label")} problem={problem}>
            {(control) => (
              <Input
                {...control}
                value={code}
                placeholder={link.code}
                autoComplete="off"
                autoCapitalize="none"
                spellCheck={false}
                maxLength={40}
                onChange={(event) => {
                  action.clear();
                  setMisshapen(false);
                  setCode(event.target.value);
                }}
              />
            )}
          </Field>
          <p className={styles.preview}>
            <bdi dir="ltr">
              {base.replace(/^https?:\/\//, "")}
              <strong>{wanted || link.code}</strong>
            </bdi>
          </p>
          <Problem>{problem === undefined ? action.problem : null}</Problem>
          <Button type="submit" size="3" variant="solid" loading={action.pending} disabled={wanted === ""}>
            {t("save")}
          </Button>
        </form>
      </Dialog.Content>
    </Dialog.Root>
  );
}
