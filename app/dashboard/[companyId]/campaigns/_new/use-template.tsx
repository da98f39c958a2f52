"use client";

import { Button } from "frosted-ui";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { callApi } from "#app/_ui/action/api.ts";
import { FormDialog } from "#app/_ui/action/form-dialog.tsx";
import { useAction } from "#app/_ui/action/use-action.ts";
import { Input } from "#app/_ui/field/control.tsx";
import { Field } from "#app/_ui/field/field.tsx";

type Props = { companyId: string; template: string; name: string; rewardNames: readonly string[] };

/** Makes a draft of a template, with the rewards it needs, and opens it. */
export function UseTemplate({ companyId, template, name: first, rewardNames }: Props) {
  const t = useTranslations("owner.campaigns.template");
  const action = useAction();
  const [isOpen, setIsOpen] = useState(false);
  const [name, setName] = useState(first);

  const submit = async () => {
    const body = { companyId, template, name: name.trim(), rewardNames };
    await action.run(
      () => callApi<{ id: string }>("POST", "/api/v1/campaign-templates/use", body),
      ({ id }) => `/dashboard/${companyId}/campaigns/${id}/edit`,
    );
  };

  return (
    <div>
      <Button
        type="button"
        size="2"
        variant="soft"
        aria-label={t("useNamed", { name: first })}
        onClick={() => setIsOpen(true)}
      >
        {t("use")}
      </Button>
      {isOpen ? (
        <FormDialog
          title={t("useTitle", { name: first })}
          text={t("useText", { count: rewardNames.length })}
          confirm={t("useConfirm")}
          pending={action.pending}
          disabled={name.trim() === ""}
          problem={action.fields.name ? null : action.problem}
          onSubmit={submit}
          onClose={() => setIsOpen(false)}
        >
          <Field label={t("nameLabel")} hint={t("nameHint")} problem={action.fields.name}>
            {(control) => (
              <Input
                {...control}
                value={name}
                maxLength={80}
                onChange={(event) => {
                  action.clear();
                  setName(event.target.value);
                }}
              />
            )}
          </Field>
        </FormDialog>
      ) : null}
    </div>
  );
}
