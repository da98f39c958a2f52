"use client";

import { useTranslations } from "use-intl";
import { AmountsField } from "#app/_ui/field/amounts-field.tsx";
import { Choices } from "#app/_ui/field/choices.tsx";
import { Input, Select } from "#app/_ui/field/control.tsx";
import { Field } from "#app/_ui/field/field.tsx";
import type { FieldsProps } from "./fields.ts";
import styles from "./plan-form.module.css";

/** How much, of what, and for how long. */
export function RateFields({
  draft,
  set,
  problems,
  currencies,
}: FieldsProps & { currencies: readonly string[] }) {
  const t = useTranslations("affiliates.form");
  return (
    <>
      <Choices
        label={t("rate.label")}
        value={draft.rateKind}
        onChange={(kind) => set("rateKind", kind)}
        choices={[
          { value: "percent", label: t("rate.percent"), hint: t("rate.percentHint") },
          { value: "flat", label: t("rate.flat"), hint: t("rate.flatHint") },
        ]}
      />
      {draft.rateKind === "percent" ? (
        <div className={styles.pair}>
          <Field label={t("percent.label")} hint={t("percent.hint")} problem={problems.percent}>
            {(control) => (
              <Input
                {...control}
                inputMode="decimal"
                value={draft.percent}
                onChange={(event) => set("percent", event.target.value)}
              />
            )}
          </Field>
          <Field label={t("base.label")} hint={t("base.hint")}>
            {(control) => (
              <Select
                {...control}
                value={draft.base}
                onChange={(event) => set("base", event.target.value === "gross" ? "gross" : "net")}
              >
                <option value="net">{t("base.net")}</option>
                <option value="gross">{t("base.gross")}</option>
              </Select>
            )}
          </Field>
        </div>
      ) : (
        <AmountsField
          label={t("flat.label")}
          hint={t("flat.hint")}
          problem={problems.flat}
          rows={draft.flat}
          currencies={currencies}
          onChange={(rows) => set("flat", rows)}
        />
      )}
      <div className={styles.pair}>
        <Field label={t("duration.label")} hint={t("duration.hint")}>
          {(control) => (
            <Select
              {...control}
              value={draft.durationKind}
              onChange={(event) => {
                const { value } = event.target;
                set("durationKind", value === "months" || value === "lifetime" ? value : "first_payment");
              }}
            >
              <option value="first_payment">{t("duration.first_payment")}</option>
              <option value="months">{t("duration.months")}</option>
              <option value="lifetime">{t("duration.lifetime")}</option>
            </Select>
          )}
        </Field>
        {draft.durationKind === "months" ? (
          <Field label={t("months.label")} hint={t("months.hint")} problem={problems.months}>
            {(control) => (
              <Input
                {...control}
                inputMode="numeric"
                value={draft.months}
                onChange={(event) => set("months", event.target.value)}
              />
            )}
          </Field>
        ) : null}
      </div>
    </>
  );
}
