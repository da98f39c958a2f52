"use client";

import { useTranslations } from "use-intl";
import { Toggle } from "#app/_ui/field/toggle.tsx";
import type { VouchRules } from "#lib/trust/index.ts";
import { DaysField } from "./days-field.tsx";
import card from "./settings-card.module.css";
import { SettingsCard } from "./settings-card.tsx";
import type { Ranges } from "./settings-values.ts";
import { useSettings } from "./use-settings.ts";

const pairs = [
  ["primaryLimit", "primaryWeight"],
  ["secondaryLimit", "secondaryWeight"],
  ["communityLimit", "communityWeight"],
  ["cooldownDays", "reconnectionDays"],
] as const;
const auto = ["stayed", "memberDays"] as const;

const few = [0, 20] as const;
const percent = [0, 100] as const;
const days = [0, 365] as const;
const ranges = {
  primaryLimit: few,
  secondaryLimit: few,
  communityLimit: few,
  primaryWeight: percent,
  secondaryWeight: percent,
  communityWeight: percent,
  cooldownDays: days,
  reconnectionDays: days,
  stayed: [1, 1_000],
  memberDays: [0, 3_650],
} as const;

type Values = Record<keyof typeof ranges, number> & { isAutomatic: boolean };

/** Who may vouch how often, and what it is worth. */
export function VouchesForm({ companyId, rules }: { companyId: string; rules: VouchRules }) {
  const t = useTranslations("owner.settings.vouches");
  const saved = valuesOf(rules);
  const form = useSettings<Values>(companyId, "/api/v1/settings/vouches", saved, rangesOf, rulesOf);
  const { values, set, fields } = form;
  const field = (name: keyof typeof ranges) => (
    <DaysField
      key={name}
      label={t(`${name}.label`)}
      hint={t(`${name}.hint`)}
      problem={fields[name]}
      value={values[name]}
      range={ranges[name]}
      onChange={(value) => set(name, value)}
    />
  );
  return (
    <SettingsCard id="vouches" title={t("title")} hint={t("hint")} form={form} consequence={t("consequence")}>
      {pairs.map((names) => (
        <div key={names[0]} className={card.pair}>
          {names.map(field)}
        </div>
      ))}
      <Toggle
        label={t("auto.label")}
        hint={t("auto.hint")}
        checked={values.isAutomatic}
        onChange={(checked) => set("isAutomatic", checked)}
      />
      {values.isAutomatic ? <div className={card.pair}>{auto.map(field)}</div> : null}
    </SettingsCard>
  );
}

function rangesOf({ isAutomatic }: Values): Ranges<Values> {
  const { stayed: _, memberDays: __, ...always } = ranges;
  return isAutomatic ? ranges : always;
}

function valuesOf({ autoVouchCriteria, ...rules }: VouchRules): Values {
  return {
    ...rules,
    isAutomatic: autoVouchCriteria !== null,
    stayed: autoVouchCriteria?.stayed ?? 5,
    memberDays: autoVouchCriteria?.memberDays ?? 30,
  };
}

function rulesOf({ isAutomatic, stayed, memberDays, ...rules }: Values): VouchRules {
  return { ...rules, autoVouchCriteria: isAutomatic ? { stayed, memberDays } : null };
}
