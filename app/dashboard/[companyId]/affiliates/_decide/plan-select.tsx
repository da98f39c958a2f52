"use client";

import { useTranslations } from "use-intl";
import { Select } from "#app/_ui/field/control.tsx";
import { Field } from "#app/_ui/field/field.tsx";
import type { PlanChoice } from "./plan-choice.ts";

type Props = {
  plans: readonly PlanChoice[];
  value: string;
  problem: string | undefined;
  onChange: (planId: string) => void;
};

/** The plan somebody has, else the one for newcomers. */
export function firstChoice(plans: readonly PlanChoice[], chosen: string | null): string {
  const own = plans.find(({ id }) => id === chosen);
  return (own ?? plans.find(({ isDefault }) => isDefault) ?? plans[0])?.id ?? "";
}

export function PlanSelect({ plans, value, problem, onChange }: Props) {
  const t = useTranslations("affiliates.decide");
  return (
    <Field
      label={t("plan.label")}
      hint={plans.length === 0 ? t("plan.none") : t("plan.hint")}
      problem={problem}
    >
      {(control) => (
        <Select {...control} value={value} onChange={(event) => onChange(event.target.value)}>
          {plans.map(({ id, name, isDefault }) => (
            <option key={id} value={id}>
              {isDefault ? t("plan.default", { name }) : name}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
