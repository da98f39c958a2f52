"use client";

import { useTranslations } from "use-intl";
import { Select } from "#app/_ui/field/control.tsx";
import { Field } from "#app/_ui/field/field.tsx";
import { Notice } from "#app/_ui/notice/notice.tsx";
import type { PlanOption } from "../plan-options.ts";
import { SettingsCard } from "./settings-card.tsx";
import { useSettings } from "./use-settings.ts";

type Props = { companyId: string; planId: string | null; options: readonly PlanOption[] };

export function PlanForm({ companyId, planId, options }: Props) {
  const t = useTranslations("owner.settings.plan");
  const form = useSettings(companyId, "/api/v1/settings", { defaultPlanId: planId });
  return (
    <SettingsCard title={t("title")} hint={t("hint")} form={form} consequence={t("consequence")}>
      {options.length === 0 ? (
        <Notice tone="warning" title={t("noneTitle")}>
          {t("noneText")}
        </Notice>
      ) : null}
      <Field label={t("label")} problem={form.fields.defaultPlanId}>
        {(control) => (
          <Select
            {...control}
            value={form.values.defaultPlanId ?? ""}
            onChange={(event) => form.set("defaultPlanId", event.target.value || null)}
          >
            <option value="">{t("nobody")}</option>
            {options.map((option) => (
              <option key={option.planId} value={option.planId}>
                {option.label}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </SettingsCard>
  );
}
