"use client";

import { useLocale, useTranslations } from "use-intl";
import { weekdayName } from "#app/_ui/campaign/campaign-words.ts";
import { Input, Select } from "#app/_ui/field/control.tsx";
import { Field } from "#app/_ui/field/field.tsx";
import { Checks } from "./checks.tsx";
import { type MultiplierRow, newMultiplier, nextKey } from "./draft.ts";
import type { FieldsProps, Option } from "./fields.ts";
import styles from "./form.module.css";
import { NumberField } from "./number-field.tsx";
import { Rows } from "./rows.tsx";

const kinds = ["weekday", "dates", "country", "plan"] as const;
const days = [1, 2, 3, 4, 5, 6, 7];

/** When points are worth more, and steps that give some on top. */
export function MorePointsFields({
  draft,
  set,
  problemOf,
  plans,
}: FieldsProps & { plans: readonly Option[] }) {
  const t = useTranslations("owner.campaigns.form");
  return (
    <>
      <Rows
        label={t("bonuses.label")}
        hint={t("bonuses.hint")}
        rows={draft.bonuses}
        add={t("bonuses.add")}
        most={20}
        onAdd={() =>
          set("bonuses", [...draft.bonuses, { key: nextKey(draft.bonuses), at: "5", points: "25" }])
        }
        removeLabel={(place) => t("bonuses.remove", { place })}
        onChange={(rows) => set("bonuses", rows)}
      >
        {(row, index, change) => (
          <div className={styles.pair} data-narrow>
            <NumberField
              label={t("bonuses.at")}
              problem={problemOf(`terms.rules.bonuses.${index}.at`)}
              value={row.at}
              onChange={(at) => change({ at })}
            />
            <NumberField
              label={t("bonuses.points")}
              problem={problemOf(`terms.rules.bonuses.${index}.points`)}
              value={row.points}
              onChange={(points) => change({ points })}
            />
          </div>
        )}
      </Rows>
      <Rows
        label={t("times.label")}
        hint={t("times.hint")}
        rows={draft.multipliers}
        add={t("times.add")}
        most={20}
        onAdd={() => set("multipliers", [...draft.multipliers, newMultiplier(nextKey(draft.multipliers))])}
        removeLabel={(place) => t("times.remove", { place })}
        onChange={(rows) => set("multipliers", rows)}
      >
        {(row, index, change) => (
          <>
            <div className={styles.pair} data-narrow>
              <NumberField
                label={t("times.factor")}
                problem={problemOf(`terms.rules.multipliers.${index}.factorBps`)}
                value={row.factor}
                onChange={(factor) => change({ factor })}
                decimal
              />
              <Field label={t("times.kind")}>
                {(control) => (
                  <Select
                    {...control}
                    value={row.kind}
                    onChange={(event) => {
                      const kind = kinds.find((one) => one === event.target.value);
                      if (kind) change({ kind });
                    }}
                  >
                    {kinds.map((kind) => (
                      <option key={kind} value={kind}>
                        {t(`times.${kind}`)}
                      </option>
                    ))}
                  </Select>
                )}
              </Field>
            </div>
            <When
              row={row}
              change={change}
              plans={plans}
              problemOf={(field) => problemOf(`terms.rules.multipliers.${index}.${field}`)}
            />
          </>
        )}
      </Rows>
    </>
  );
}

type WhenProps = Pick<FieldsProps, "problemOf"> & {
  row: MultiplierRow;
  change: (more: Partial<MultiplierRow>) => void;
  plans: readonly Option[];
};

/** What a multiplier applies to. */
function When({ row, change, plans, problemOf }: WhenProps) {
  const t = useTranslations("owner.campaigns.form.times");
  const locale = useLocale();
  if (row.kind === "weekday")
    return (
      <Checks
        label={t("days")}
        isQuiet
        problem={problemOf("days")}
        choices={days.map((day) => ({ value: day, label: weekdayName(day, locale) }))}
        chosen={row.days}
        onChange={(chosen) => change({ days: chosen })}
      />
    );
  if (row.kind === "plan")
    return (
      <Checks
        label={t("plans")}
        isQuiet
        problem={problemOf("planIds")}
        choices={plans.map(({ id, title }) => ({ value: id, label: title }))}
        chosen={row.planIds}
        onChange={(chosen) => change({ planIds: chosen })}
      />
    );
  if (row.kind === "country")
    return (
      <Field label={t("countries")} hint={t("countriesHint")} problem={problemOf("countries")}>
        {(control) => (
          <Input
            {...control}
            value={row.countries}
            onChange={(event) => change({ countries: event.target.value })}
          />
        )}
      </Field>
    );
  return (
    <div className={styles.pair}>
      {(["from", "until"] as const).map((end) => (
        <Field key={end} label={t(end)} problem={problemOf(end)}>
          {(control) => (
            <Input
              {...control}
              type="datetime-local"
              value={row[end]}
              onChange={(event) => change({ [end]: event.target.value })}
            />
          )}
        </Field>
      ))}
    </div>
  );
}
