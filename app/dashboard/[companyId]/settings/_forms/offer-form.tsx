"use client";

import { useTranslations } from "use-intl";
import { TextArea } from "#app/_ui/field/control.tsx";
import { Field } from "#app/_ui/field/field.tsx";
import { SettingsCard } from "./settings-card.tsx";
import { useSettings } from "./use-settings.ts";

export function OfferForm({ companyId, offerText }: { companyId: string; offerText: string | null }) {
  const t = useTranslations("owner.settings.offer");
  const form = useSettings(companyId, "/api/v1/settings", { offerText });
  return (
    <SettingsCard title={t("title")} hint={t("hint")} form={form} consequence={t("consequence")}>
      <Field label={t("label")} hint={t("fieldHint")} problem={form.fields.offerText}>
        {(control) => (
          <TextArea
            {...control}
            rows={2}
            maxLength={200}
            placeholder={t("placeholder")}
            value={form.values.offerText ?? ""}
            onChange={(event) => form.set("offerText", event.target.value.trim() ? event.target.value : null)}
          />
        )}
      </Field>
    </SettingsCard>
  );
}
