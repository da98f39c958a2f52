"use client";

import { useTranslations } from "use-intl";
import { Choices } from "#app/_ui/field/choices.tsx";
import { Toggle } from "#app/_ui/field/toggle.tsx";
import type { Rules } from "#lib/companies/index.ts";
import { DaysField } from "./days-field.tsx";
import { SettingsCard } from "./settings-card.tsx";
import { useSettings } from "./use-settings.ts";

const touches = ["last", "first"] as const;
const choices = ["creditExistingCustomers", "countTrials", "countFree"] as const;

const ranges = { windowDays: [1, 365] } as const;

/** The attribution rules. Saving makes a new version; what was decided keeps the one it was decided under. */
export function CreditForm({ companyId, rules }: { companyId: string; rules: Rules }) {
  const t = useTranslations("owner.settings.credit");
  const { version, ...saved } = rules;
  const form = useSettings(companyId, "/api/v1/settings/rules", saved, () => ranges);
  return (
    <SettingsCard
      title={t("title")}
      hint={t("hint", { version })}
      form={form}
      consequence={t("consequence", { version: version + 1 })}
    >
      <Choices
        label={t("touch.label")}
        value={form.values.touch}
        onChange={(touch) => form.set("touch", touch)}
        choices={touches.map((value) => ({
          value,
          label: t(`touch.${value}`),
          hint: t(`touch.${value}Hint`),
        }))}
      />
      <DaysField
        label={t("window.label")}
        hint={t("window.hint")}
        problem={form.fields.windowDays}
        value={form.values.windowDays}
        range={ranges.windowDays}
        onChange={(days) => form.set("windowDays", days)}
      />
      {choices.map((name) => (
        <Toggle
          key={name}
          label={t(`${name}.label`)}
          hint={t(`${name}.hint`)}
          checked={form.values[name]}
          onChange={(checked) => form.set(name, checked)}
        />
      ))}
    </SettingsCard>
  );
}
