"use client";

import { useTranslations } from "use-intl";
import { Input, Select, TextArea } from "#app/_ui/field/control.tsx";
import { Field } from "#app/_ui/field/field.tsx";
import { Toggle } from "#app/_ui/field/toggle.tsx";
import { canExpire } from "./draft.ts";
import type { FieldsProps } from "./gift-fields.tsx";
import styles from "./reward-form.module.css";

const folded = ["holdDays", "stock", "expiryDays", "onReversal", "description"] as const;

/** When it is given, how often, and what a refund does to it. */
export function TermsFields({ draft, set, problems }: FieldsProps) {
  const t = useTranslations("owner.rewards.form");
  // What is wrong must not hide.
  const isWrong = folded.some((field) => problems[field]);
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
            <Field label={t("hold.label")} hint={t("hold.hint")} problem={problems.holdDays}>
              {(control) => (
                <Input
                  {...control}
                  inputMode="numeric"
                  value={draft.holdDays}
                  onChange={(event) => set("holdDays", event.target.value)}
                />
              )}
            </Field>
            <Field label={t("stock.label")} hint={t("stock.hint")} problem={problems.stock}>
              {(control) => (
                <Input
                  {...control}
                  inputMode="numeric"
                  value={draft.stock}
                  onChange={(event) => set("stock", event.target.value)}
                />
              )}
            </Field>
          </div>
          {canExpire(draft.rewardType) ? (
            <Field label={t("expiry.label")} hint={t("expiry.hint")} problem={problems.expiryDays}>
              {(control) => (
                <Input
                  {...control}
                  inputMode="numeric"
                  value={draft.expiryDays}
                  onChange={(event) => set("expiryDays", event.target.value)}
                />
              )}
            </Field>
          ) : null}
          <Field label={t("reversal.label")} problem={problems.onReversal}>
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
