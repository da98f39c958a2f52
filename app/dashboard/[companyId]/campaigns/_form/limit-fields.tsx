"use client";

import { useTranslations } from "use-intl";
import { Select } from "#app/_ui/field/control.tsx";
import { Field } from "#app/_ui/field/field.tsx";
import { Toggle } from "#app/_ui/field/toggle.tsx";
import type { FieldsProps } from "./fields.ts";
import styles from "./form.module.css";
import { NumberField } from "./number-field.tsx";

type Props = FieldsProps & {
  currencies: readonly string[];
  /** Announced: how it stands beside others can no longer change. */
  isAnnounced: boolean;
};

/** How much it may give and cost, and how it stands beside other campaigns. */
export function LimitFields({ draft, set, problemOf, currencies, isAnnounced }: Props) {
  const t = useTranslations("owner.campaigns.form");
  return (
    <>
      <div className={styles.pair}>
        {(["perMember", "perDay", "total"] as const).map((name) => (
          <NumberField
            key={name}
            label={t(`limit.${name}`)}
            hint={t(`limit.${name}Hint`)}
            problem={problemOf(`terms.limits.${name}`)}
            value={draft[name]}
            onChange={(value) => set(name, value)}
          />
        ))}
      </div>
      <div className={styles.pair}>
        <NumberField
          label={t("pointsCost.label")}
          hint={t("pointsCost.hint")}
          problem={problemOf("terms.rules.pointsCost")}
          value={draft.pointsCost}
          onChange={(value) => set("pointsCost", value)}
          decimal
        />
        <NumberField
          label={t("budget.label")}
          hint={t("budget.hint")}
          problem={problemOf("terms.budget")}
          value={draft.budget}
          onChange={(value) => set("budget", value)}
          decimal
        />
        <Field label={t("currency.label")}>
          {(control) => (
            <Select
              {...control}
              value={draft.currency}
              onChange={(event) => set("currency", event.target.value)}
            >
              {[...new Set([draft.currency, ...currencies])].map((code) => (
                <option key={code}>{code}</option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      <Toggle
        label={t("stacks.label")}
        hint={isAnnounced ? t("fixedScheduled") : t(draft.stacks ? "stacks.on" : "stacks.off")}
        checked={draft.stacks}
        disabled={isAnnounced}
        onChange={(checked) => set("stacks", checked)}
      />
      {draft.stacks || isAnnounced ? null : (
        <NumberField
          label={t("priority.label")}
          hint={t("priority.hint")}
          problem={problemOf("terms.priority")}
          value={draft.priority}
          onChange={(value) => set("priority", value)}
        />
      )}
    </>
  );
}
