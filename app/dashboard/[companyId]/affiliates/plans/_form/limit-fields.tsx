"use client";

import { useTranslations } from "use-intl";
import { AmountsField } from "#app/_ui/field/amounts-field.tsx";
import { Choices } from "#app/_ui/field/choices.tsx";
import { Input } from "#app/_ui/field/control.tsx";
import { Field } from "#app/_ui/field/field.tsx";
import { Toggle } from "#app/_ui/field/toggle.tsx";
import type { FieldsProps } from "./fields.ts";
import styles from "./plan-form.module.css";

const caps = ["perSale", "perMonth", "lifetime"] as const;
const whopChoices = ["net_off", "refuse", "ignore"] as const;

/** The most that is paid, the second level, and Whop's own program. */
export function LimitFields({
  draft,
  set,
  problems,
  currencies,
}: FieldsProps & { currencies: readonly string[] }) {
  const t = useTranslations("affiliates.form");
  return (
    <>
      <div className={styles.group}>
        <h3 className={styles.legend}>{t("caps.label")}</h3>
        <p className={styles.hint}>{t("caps.hint")}</p>
        <div className={styles.caps}>
          {caps.map((cap) => (
            <AmountsField
              key={cap}
              label={t(`caps.${cap}`)}
              problem={problems[cap]}
              rows={draft[cap]}
              currencies={currencies}
              onChange={(rows) => set(cap, rows)}
            />
          ))}
        </div>
      </div>
      <Toggle
        label={t("second.label")}
        hint={t("second.hint")}
        checked={draft.hasSecondLevel}
        onChange={(checked) => set("hasSecondLevel", checked)}
      />
      {draft.hasSecondLevel ? (
        <div className={styles.pair}>
          <Field label={t("second.percent")} problem={problems.secondLevel}>
            {(control) => (
              <Input
                {...control}
                inputMode="decimal"
                value={draft.secondLevel}
                onChange={(event) => set("secondLevel", event.target.value)}
              />
            )}
          </Field>
        </div>
      ) : null}
      <Choices
        label={t("whop.label")}
        value={draft.whopAffiliate}
        onChange={(choice) => set("whopAffiliate", choice)}
        choices={whopChoices.map((value) => ({
          value,
          label: t(`whop.${value}`),
          hint: t(`whop.${value}Hint`),
        }))}
      />
    </>
  );
}
