"use client";

import { useTranslations } from "use-intl";
import { Select } from "#app/_ui/field/control.tsx";
import { Field } from "#app/_ui/field/field.tsx";
import { Toggle } from "#app/_ui/field/toggle.tsx";
import { type Locale, locales } from "#app/_ui/i18n/locale.ts";
import { DaysField } from "./days-field.tsx";
import { SettingsCard } from "./settings-card.tsx";
import { useSettings } from "./use-settings.ts";

type Values = {
  timeZone: string;
  language: Locale;
  leaderboardVisible: boolean;
  visitorCookie: boolean;
  viralWindowDays: number;
};

type Props = { companyId: string; values: Values; zones: readonly string[] };

/** Each language by its own name. */
function nameOf(language: Locale): string {
  const name = new Intl.DisplayNames([language], { type: "language" }).of(language) ?? language;
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}

const ranges = { viralWindowDays: [1, 365] } as const;

export function CommunityForm({ companyId, values, zones }: Props) {
  const t = useTranslations("owner.settings.community");
  const form = useSettings<Values>(companyId, "/api/v1/settings", values, () => ranges);
  return (
    <SettingsCard title={t("title")} hint={t("hint")} form={form}>
      <Toggle
        label={t("leaderboard.label")}
        hint={t("leaderboard.hint")}
        checked={form.values.leaderboardVisible}
        onChange={(checked) => form.set("leaderboardVisible", checked)}
      />
      <Toggle
        label={t("cookie.label")}
        hint={t("cookie.hint")}
        checked={form.values.visitorCookie}
        onChange={(checked) => form.set("visitorCookie", checked)}
      />
      <Field label={t("zone.label")} hint={t("zone.hint")} problem={form.fields.timeZone}>
        {(control) => (
          <Select
            {...control}
            value={form.values.timeZone}
            onChange={(event) => form.set("timeZone", event.target.value)}
          >
            {zones.map((zone) => (
              <option key={zone}>{zone}</option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t("language.label")} hint={t("language.hint")} problem={form.fields.language}>
        {(control) => (
          <Select
            {...control}
            value={form.values.language}
            onChange={(event) =>
              form.set("language", locales.find((one) => one === event.target.value) ?? "en")
            }
          >
            {locales.map((language) => (
              <option key={language} value={language} lang={language}>
                {nameOf(language)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <DaysField
        label={t("window.label")}
        hint={t("window.hint")}
        problem={form.fields.viralWindowDays}
        value={form.values.viralWindowDays}
        range={ranges.viralWindowDays}
        onChange={(days) => form.set("viralWindowDays", days)}
      />
    </SettingsCard>
  );
}
