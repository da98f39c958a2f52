"use client";

import { useTranslations } from "use-intl";
import { Toggle } from "#app/_ui/field/toggle.tsx";
import type { CompanySettings } from "#lib/companies/index.ts";
import { DaysField } from "./days-field.tsx";
import card from "./settings-card.module.css";
import { SettingsCard } from "./settings-card.tsx";
import type { Ranges } from "./settings-values.ts";
import { useSettings } from "./use-settings.ts";

/** A number for each of what can be decided, also where it is switched off. */
type Values = { approves: boolean; above: number; holds: boolean; below: number; extraDays: number };

const score = [0, 100] as const;
const days = [1, 90] as const;

/** What members' trust scores decide. */
export function TrustForm({ companyId, trust }: { companyId: string; trust: CompanySettings["trust"] }) {
  const t = useTranslations("owner.settings.trust");
  const form = useSettings<Values>(companyId, "/api/v1/settings", valuesOf(trust), rangesOf, settingsOf);
  const { values, set, fields } = form;
  return (
    <SettingsCard id="trust" title={t("title")} hint={t("hint")} form={form} consequence={t("consequence")}>
      <Toggle
        label={t("approve.label")}
        hint={t("approve.hint")}
        checked={values.approves}
        onChange={(checked) => set("approves", checked)}
      />
      {values.approves ? (
        <DaysField
          label={t("approve.above")}
          hint={t("score")}
          problem={fields.above}
          value={values.above}
          range={score}
          onChange={(above) => set("above", above)}
        />
      ) : null}
      <Toggle
        label={t("hold.label")}
        hint={t("hold.hint")}
        checked={values.holds}
        onChange={(checked) => set("holds", checked)}
      />
      {values.holds ? (
        <div className={card.pair}>
          <DaysField
            label={t("hold.below")}
            hint={t("score")}
            problem={fields.below}
            value={values.below}
            range={score}
            onChange={(below) => set("below", below)}
          />
          <DaysField
            label={t("hold.days")}
            hint={t("hold.daysHint")}
            problem={fields.extraDays}
            value={values.extraDays}
            range={days}
            onChange={(extraDays) => set("extraDays", extraDays)}
          />
        </div>
      ) : null}
    </SettingsCard>
  );
}

function rangesOf({ approves, holds }: Values): Ranges<Values> {
  return { ...(approves ? { above: score } : {}), ...(holds ? { below: score, extraDays: days } : {}) };
}

function valuesOf({ autoApproveAbove, holdLonger }: CompanySettings["trust"]): Values {
  return {
    approves: autoApproveAbove !== null,
    above: autoApproveAbove ?? 70,
    holds: holdLonger !== null,
    below: holdLonger?.below ?? 30,
    extraDays: holdLonger?.extraDays ?? 14,
  };
}

function settingsOf({ approves, above, holds, below, extraDays }: Values) {
  return {
    trust: { autoApproveAbove: approves ? above : null, holdLonger: holds ? { below, extraDays } : null },
  };
}
