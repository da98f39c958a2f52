"use client";

import { useTranslations } from "use-intl";
import { AmountsField } from "#app/_ui/field/amounts-field.tsx";
import { Choices } from "#app/_ui/field/choices.tsx";
import type { PayoutSettings } from "#lib/companies/index.ts";
import { ScheduleFields } from "./schedule-fields.tsx";
import card from "./settings-card.module.css";
import { SettingsCard } from "./settings-card.tsx";
import { usePayoutSettings } from "./use-payout-settings.ts";

type Props = {
  companyId: string;
  payouts: PayoutSettings;
  currencies: readonly string[];
  /** The days of the week, Monday first. */
  weekdays: readonly string[];
};

/** How affiliates are paid, from which amount on, by whom and when. */
export function PayoutsForm({ companyId, payouts, currencies, weekdays }: Props) {
  const t = useTranslations("owner.settings.payouts");
  const form = usePayoutSettings(companyId, payouts);
  const { draft, set, problems } = form;
  return (
    <SettingsCard id="payouts" title={t("title")} hint={t("hint")} form={form} consequence={t("consequence")}>
      <Choices
        label={t("method")}
        value={draft.method}
        onChange={(method) => set("method", method)}
        choices={(["transfer", "csv"] as const).map((value) => ({
          value,
          label: t(value),
          hint: t(`${value}Hint`),
        }))}
      />
      <div className={card.pair}>
        <AmountsField
          label={t("minimums")}
          hint={t("minimumsHint")}
          problem={problems.minimums ? t("amount") : undefined}
          rows={draft.minimums}
          currencies={currencies}
          onChange={(rows) => set("minimums", rows)}
        />
        <AmountsField
          label={t("second")}
          hint={t("secondHint")}
          problem={problems.second ? t("amount") : undefined}
          rows={draft.second}
          currencies={currencies}
          onChange={(rows) => set("second", rows)}
        />
      </div>
      <ScheduleFields
        draft={draft}
        set={set}
        problem={problems.day ? t("dayRange") : undefined}
        weekdays={weekdays}
      />
    </SettingsCard>
  );
}
