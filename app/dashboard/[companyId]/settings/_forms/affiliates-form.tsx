"use client";

import { useTranslations } from "use-intl";
import { Choices } from "#app/_ui/field/choices.tsx";
import { type ApplicationPolicy, applicationPolicies } from "#db/enums.ts";
import { SettingsCard } from "./settings-card.tsx";
import { useSettings } from "./use-settings.ts";

type Props = { companyId: string; affiliateApplications: ApplicationPolicy };

export function AffiliatesForm({ companyId, affiliateApplications }: Props) {
  const t = useTranslations("owner.settings.affiliates");
  const form = useSettings(companyId, "/api/v1/settings", { affiliateApplications });
  return (
    <SettingsCard id="affiliates" title={t("title")} hint={t("hint")} form={form}>
      <Choices
        label={t("label")}
        value={form.values.affiliateApplications}
        onChange={(policy) => form.set("affiliateApplications", policy)}
        choices={applicationPolicies.map((value) => ({ value, label: t(value), hint: t(`${value}Hint`) }))}
      />
    </SettingsCard>
  );
}
