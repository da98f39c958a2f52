"use client";

import { useTranslations } from "use-intl";
import { Input, Select, TextArea } from "#app/_ui/field/control.tsx";
import { Field } from "#app/_ui/field/field.tsx";
import { Toggle } from "#app/_ui/field/toggle.tsx";
import { canExpire } from "./draft.ts";
import type { FieldsProps } from "./gift-fields.tsx";
import styles from "./reward-form.module.css";

const folded = [
  "holdDays",
  "stock",
  "maxPerMember",
  "expiryDays",
  "cost",
  "budget",
  "warnBelow",
  "onReversal",
  "description",
] as const;

/** When it is given, how often, what it may cost, and what a refund does to it. */
export function TermsFields({ draft, set, problems }: FieldsProps) {
  const t = useTranslations("owner.rewards.form");
  // What is wrong must not hide.
  const isWrong = folded.some((field) => problems[field]);
  const number = (
    name: "holdDays" | "stock" | "maxPerMember" | "expiryDays" | "warnBelow" | "cost" | "budget",
    key: "hold" | "stock" | "maxPerMember" | "expiry" | "warnBelow" | "cost" | "budget",
  ) => (
    <Field label={t(`${key}.label`)} hint={t(`${key}.hint`)} problem={problems[name]}>
      {(control) => (
        <Input
          {...control}
          inputMode={name === "cost" || name === "budget" ? "decimal" : "numeric"}
          value={draft[name]}
          onChange={(event) => set(name, event.target.value)}
        />
      )}
    </Field>
  );
  return (
    <>
      <Toggle
        label={t("auto.label")}
        hint={draft.autoApply ? t("auto.on") : t("auto.off")}
        checked={draft.autoApply}
        onChange={(checked) => set("autoApply", checked)}
      />
      <details className={styles.more} open={isWrong || undefined}>
        <summary>{t("more")}</summary>
        <div className={styles.form}>
          <div className={styles.pair} data-narrow>
            {number("holdDays", "hold")}
            {canExpire(draft) ? number("expiryDays", "expiry") : null}
            {number("stock", "stock")}
            {number("maxPerMember", "maxPerMember")}
            {draft.rewardType === "cash" ? null : number("cost", "cost")}
            {number("budget", "budget")}
            {number("warnBelow", "warnBelow")}
          </div>
          <Field label={t("reversal.label")} hint={t("reversal.hint")} problem={problems.onReversal}>
            {(control) => (
              <Select
                {...control}
                value={draft.onReversal}
                onChange={(event) => set("onReversal", event.target.value === "reverse" ? "reverse" : "keep")}
              >
                <option value="keep">{t("reversal.keep")}</option>
                <option value="reverse">{t("reversal.reverse")}</option>
              </Select>
            )}
          </Field>
          <Field label={t("description.label")} hint={t("description.hint")} problem={problems.description}>
            {(control) => (
              <TextArea
                {...control}
                rows={2}
                maxLength={500}
                value={draft.description}
                onChange={(event) => set("description", event.target.value)}
              />
            )}
          </Field>
        </div>
      </details>
    </>
  );
}
