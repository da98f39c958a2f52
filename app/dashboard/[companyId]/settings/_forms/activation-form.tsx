"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { callApi } from "#app/_ui/action/api.ts";
import { useAction } from "#app/_ui/action/use-action.ts";
import { AmountsField } from "#app/_ui/field/amounts-field.tsx";
import { Input } from "#app/_ui/field/control.tsx";
import { Field } from "#app/_ui/field/field.tsx";
import { Toggle } from "#app/_ui/field/toggle.tsx";
import type { Rules } from "#lib/companies/index.ts";
import {
  type ActivationDraft,
  activationRanges,
  criteriaOf,
  draftOf,
  problemsOf,
} from "./activation-draft.ts";
import { WouldBeActive } from "./activation-preview.tsx";
import card from "./settings-card.module.css";
import { SettingsCard } from "./settings-card.tsx";
import { isSame } from "./settings-values.ts";
import { useActivationPreview } from "./use-activation-preview.ts";

type Props = { companyId: string; rules: Rules; currencies: readonly string[] };

const numbers = ["activeDays", "payments"] as const;
const choices = ["profileComplete", "eventAttended"] as const;

/** When a referred member is activated; a part of the rules, so saving makes a new version of them. */
export function ActivationForm({ companyId, rules: { activation, version }, currencies }: Props) {
  const t = useTranslations("owner.settings.activation");
  const action = useAction();
  const [draft, setDraft] = useState(() => draftOf(activation));
  const [isSaved, setIsSaved] = useState(false);
  const [isChecked, setIsChecked] = useState(false);
  const found = problemsOf(draft);
  const isWrong = Object.values(found).some(Boolean);
  const criteria = criteriaOf(draft);

  const set = <K extends keyof ActivationDraft>(name: K, value: ActivationDraft[K]) => {
    setDraft((before) => ({ ...before, [name]: value }));
    setIsSaved(false);
    action.clear();
  };

  const save = async () => {
    setIsChecked(true);
    if (isWrong) return;
    const answer = await action.run(() =>
      callApi("PATCH", "/api/v1/settings/rules", { companyId, activation: criteria }),
    );
    if (answer !== null) setIsSaved(true);
  };

  const discard = () => {
    setDraft(draftOf(activation));
    setIsChecked(false);
    action.clear();
  };

  const isDifferent = !isSame(criteria, criteriaOf(draftOf(activation)));
  const previewed = useActivationPreview(companyId, criteria, isDifferent && !isWrong);
  const hasChanges = isWrong || isDifferent;
  return (
    <SettingsCard
      id="activation"
      title={t("title")}
      hint={t("hint")}
      form={{ ...action, fields: {}, save, discard, hasChanges, isSaved }}
      consequence={t("consequence", { version: version + 1 })}
    >
      <div className={card.pair}>
        {numbers.map((name) => {
          const [from, to] = activationRanges[name];
          return (
            <Field
              key={name}
              label={t(name)}
              hint={t(`${name}Hint`)}
              problem={isChecked && found[name] ? t("range", { from, to }) : undefined}
            >
              {(control) => (
                <Input
                  {...control}
                  inputMode="numeric"
                  value={draft[name]}
                  maxLength={6}
                  onChange={(event) => set(name, event.target.value.trim())}
                />
              )}
            </Field>
          );
        })}
      </div>
      <AmountsField
        label={t("paid")}
        hint={t("paidHint")}
        problem={isChecked && found.paid ? t("amount") : undefined}
        rows={draft.paid}
        currencies={currencies}
        onChange={(rows) => set("paid", rows)}
      />
      {choices.map((name) => (
        <Toggle
          key={name}
          label={t(name)}
          hint={t(`${name}Hint`)}
          checked={draft[name]}
          onChange={(checked) => set(name, checked)}
        />
      ))}
      {isDifferent && !isWrong ? <WouldBeActive previewed={previewed} /> : null}
    </SettingsCard>
  );
}
