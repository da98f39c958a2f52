"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { callApi } from "#app/_ui/action/api.ts";
import { FormDialog } from "#app/_ui/action/form-dialog.tsx";
import { useAction } from "#app/_ui/action/use-action.ts";
import { Input } from "#app/_ui/field/control.tsx";
import { Field } from "#app/_ui/field/field.tsx";
import { instantAt, localTimeAt } from "#lib/core/local-time.ts";
import type { ActedOn } from "./campaign-actions.tsx";

type Props = { companyId: string; campaign: ActedOn; onClose: () => void };

const dayMs = 86_400_000;

/** The same terms for another time, as a draft. */
export function DuplicateDialog({ companyId, campaign, onClose }: Props) {
  const t = useTranslations("owner.campaigns.act.duplicate");
  const action = useAction();
  const { id, timeZone } = campaign;
  const [name, setName] = useState(campaign.name);
  const [start, setStart] = useState(() => `${tomorrowIn(timeZone)}T00:00`);

  const submit = async () => {
    const startDate = instantAt(timeZone, start).toISOString();
    const body = { companyId, name: name.trim(), startDate };
    await action.run(
      () => callApi<{ id: string }>("POST", `/api/v1/campaigns/${id}/duplicate`, body),
      (made) => `/dashboard/${companyId}/campaigns/${made.id}/edit`,
    );
  };

  const { fields } = action;
  const isField = Object.keys(fields).some((field) => ["name", "startDate"].includes(field));
  return (
    <FormDialog
      title={t("title", { name: campaign.name })}
      text={t("text")}
      confirm={t("confirm")}
      pending={action.pending}
      disabled={name.trim() === "" || start === ""}
      problem={isField ? null : action.problem}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field label={t("name")} problem={fields.name}>
        {(control) => (
          <Input
            {...control}
            value={name}
            maxLength={120}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field label={t("start")} hint={timeZone} problem={fields.startDate}>
        {(control) => (
          <Input
            {...control}
            type="datetime-local"
            value={start}
            onChange={(event) => setStart(event.target.value)}
          />
        )}
      </Field>
    </FormDialog>
  );
}

function tomorrowIn(timeZone: string): string {
  return localTimeAt(timeZone, new Date(Date.now() + dayMs)).slice(0, 10);
}
