"use client";

import { useTranslations } from "use-intl";
import { Select } from "#app/_ui/field/control.tsx";
import { Field } from "#app/_ui/field/field.tsx";
import { Toggle } from "#app/_ui/field/toggle.tsx";
import { Checks } from "./checks.tsx";
import type { FieldsProps, Option } from "./fields.ts";
import styles from "./form.module.css";
import { NumberField } from "./number-field.tsx";

const events = ["joined", "paid", "activated"] as const;

/** What counts, how many points it gives, and when they are final. */
export function CountFields({
  draft,
  set,
  problemOf,
  plans,
  isActivationDefined,
}: FieldsProps & { plans: readonly Option[]; isActivationDefined: boolean }) {
  const t = useTranslations("owner.campaigns.form");
  const rules = (field: string) => problemOf(`terms.rules.${field}`);
  return (
    <>
      <Checks
        label={t("counts.label")}
        problem={rules("counts")}
        choices={events.map((event) => ({ value: event, label: t(`counts.${event}`) }))}
        chosen={draft.counts}
        onChange={(chosen) => set("counts", chosen)}
      />
      <div className={styles.pair} data-narrow>
        {draft.counts.map((event) => (
          <NumberField
            key={event}
            label={t(`points.${event}`)}
            problem={rules(`points.${event}`)}
            value={draft.points[event]}
            onChange={(value) => set("points", { ...draft.points, [event]: value })}
          />
        ))}
      </div>
      {draft.counts.includes("activated") ? (
        <>
          <Toggle
            label={t("activation.label")}
            hint={t(isActivationDefined ? "activation.hint" : "activation.none")}
            checked={draft.hasActivation}
            onChange={(checked) => set("hasActivation", checked)}
          />
          {draft.hasActivation ? (
            <div className={styles.pair} data-narrow>
              <NumberField
                label={t("activation.days")}
                hint={t("activation.either")}
                problem={rules("activation.activeDays") ?? rules("activation")}
                value={draft.activeDays}
                onChange={(value) => set("activeDays", value)}
              />
              <NumberField
                label={t("activation.payments")}
                problem={rules("activation.payments")}
                value={draft.payments}
                onChange={(value) => set("payments", value)}
              />
            </div>
          ) : null}
        </>
      ) : null}
      <div className={styles.pair} data-narrow>
        <NumberField
          label={t("hold.label")}
          hint={t("hold.hint")}
          problem={rules("holdDays")}
          value={draft.holdDays}
          onChange={(value) => set("holdDays", value)}
        />
        <NumberField
          label={t("settle.label")}
          hint={t("settle.hint")}
          problem={rules("settleDays")}
          value={draft.settleDays}
          onChange={(value) => set("settleDays", value)}
        />
      </div>
      {plans.length < 2 ? null : (
        <Checks
          label={t("plans.label")}
          hint={t("plans.hint")}
          problem={rules("planIds")}
          choices={plans.map(({ id, title }) => ({ value: id, label: title }))}
          chosen={draft.planIds}
          onChange={(chosen) => set("planIds", chosen)}
        />
      )}
      <details className={styles.more} open={rules("windowDays") ? true : undefined}>
        <summary>{t("credit.label")}</summary>
        <div className={styles.pair}>
          <NumberField
            label={t("window.label")}
            hint={t("window.hint")}
            problem={rules("windowDays")}
            value={draft.windowDays}
            onChange={(value) => set("windowDays", value)}
          />
          <Field label={t("touch.label")} hint={t("touch.hint")} problem={rules("touch")}>
            {(control) => (
              <Select
                {...control}
                value={draft.touch}
                onChange={(event) => {
                  const { value } = event.target;
                  set("touch", value === "first" || value === "last" ? value : "");
                }}
              >
                <option value="">{t("touch.same")}</option>
                <option value="first">{t("touch.first")}</option>
                <option value="last">{t("touch.last")}</option>
              </Select>
            )}
          </Field>
        </div>
      </details>
    </>
  );
}
