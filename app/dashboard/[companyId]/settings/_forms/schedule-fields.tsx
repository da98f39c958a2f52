"use client";

import { useTranslations } from "use-intl";
import { Input, Select } from "#app/_ui/field/control.tsx";
import { Field } from "#app/_ui/field/field.tsx";
import card from "./settings-card.module.css";
import type { PayoutDraft } from "./use-payout-settings.ts";

type Props = {
  draft: PayoutDraft;
  set: <K extends keyof PayoutDraft>(name: K, value: PayoutDraft[K]) => void;
  problem: string | undefined;
  weekdays: readonly string[];
};

/** When a payout is drafted by itself. */
export function ScheduleFields({ draft, set, problem, weekdays }: Props) {
  const t = useTranslations("owner.settings.payouts");
  return (
    <div className={card.pair}>
      <Field label={t("schedule")} hint={t("scheduleHint")}>
        {(control) => (
          <Select
            {...control}
            value={draft.every}
            onChange={(event) => {
              const { value } = event.target;
              set("every", value === "week" || value === "month" ? value : "never");
            }}
          >
            <option value="never">{t("never")}</option>
            <option value="week">{t("week")}</option>
            <option value="month">{t("month")}</option>
          </Select>
        )}
      </Field>
      {draft.every === "week" ? (
        <Field label={t("weekday")}>
          {(control) => (
            <Select
              {...control}
              value={draft.weekday}
              onChange={(event) => set("weekday", Number(event.target.value))}
            >
              {weekdays.map((name, place) => (
                <option key={name} value={place + 1}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      ) : null}
      {draft.every === "month" ? (
        <Field label={t("day")} hint={t("dayHint")} problem={problem}>
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              value={draft.day}
              onChange={(event) => set("day", event.target.value)}
            />
          )}
        </Field>
      ) : null}
    </div>
  );
}
