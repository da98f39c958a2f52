"use client";

import { useTranslations } from "use-intl";
import { Select } from "#app/_ui/field/control.tsx";
import { Field } from "#app/_ui/field/field.tsx";
import { DaysField } from "./days-field.tsx";
import { SettingsCard } from "./settings-card.tsx";
import { useSettings } from "./use-settings.ts";

type Values = { holdDays: number; onReversal: "keep" | "reverse" };

const ranges = { holdDays: [0, 365] } as const;

/** What a new reward begins with; each reward can say otherwise. */
export function RewardDefaultsForm({ companyId, values }: { companyId: string; values: Values }) {
  const t = useTranslations("owner.settings.rewards");
  const form = useSettings<Values>(companyId, "/api/v1/settings", values, () => ranges);
  return (
    <SettingsCard title={t("title")} hint={t("hint")} form={form} consequence={t("consequence")}>
      <DaysField
        label={t("hold.label")}
        hint={t("hold.hint")}
        problem={form.fields.holdDays}
        value={form.values.holdDays}
        range={ranges.holdDays}
        onChange={(days) => form.set("holdDays", days)}
      />
      <Field label={t("reversal.label")} hint={t("reversal.hint")} problem={form.fields.onReversal}>
        {(control) => (
          <Select
            {...control}
            value={form.values.onReversal}
            onChange={(event) =>
              form.set("onReversal", event.target.value === "reverse" ? "reverse" : "keep")
            }
          >
            <option value="keep">{t("reversal.keep")}</option>
            <option value="reverse">{t("reversal.reverse")}</option>
          </Select>
        )}
      </Field>
    </SettingsCard>
  );
}
