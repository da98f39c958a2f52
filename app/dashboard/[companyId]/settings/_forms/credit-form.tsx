"use client";

import { useTranslations } from "use-intl";
import { Toggle } from "#app/_ui/field/toggle.tsx";
import type { Rules } from "#lib/companies/index.ts";
import { DaysField } from "./days-field.tsx";
import styles from "./settings-card.module.css";
import { SettingsCard } from "./settings-card.tsx";
import { useSettings } from "./use-settings.ts";

const touches = ["last", "first"] as const;
const choices = ["creditExistingCustomers", "countTrials", "countFree"] as const;

const ranges = { windowDays: [1, 365] } as const;

/** The attribution rules. Saving makes a new version; what was decided keeps the one it was decided under. */
export function CreditForm({ companyId, rules }: { companyId: string; rules: Rules }) {
  const t = useTranslations("owner.settings.credit");
  const { version, ...saved } = rules;
  const form = useSettings(companyId, "/api/v1/settings/rules", saved, ranges);
  return (
    <SettingsCard
      title={t("title")}
      hint={t("hint", { version })}
      form={form}
      consequence={t("consequence", { version: version + 1 })}
    >
      <fieldset>
        <legend className={styles.legend}>{t("touch.label")}</legend>
        <div className={styles.choices}>
          {touches.map((touch) => (
            <label key={touch} className={styles.choice}>
              <input
                type="radio"
                name="touch"
                value={touch}
                checked={form.values.touch === touch}
                onChange={() => form.set("touch", touch)}
              />
              <span>
                {t(`touch.${touch}`)}
                <small>{t(`touch.${touch}Hint`)}</small>
              </span>
            </label>
          ))}
        </div>
      </fieldset>
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
