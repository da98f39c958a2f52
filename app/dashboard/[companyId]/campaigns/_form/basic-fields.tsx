"use client";

import { useTranslations } from "use-intl";
import { Input, Select, TextArea } from "#app/_ui/field/control.tsx";
import { Field } from "#app/_ui/field/field.tsx";
import type { FieldsProps } from "./fields.ts";
import styles from "./form.module.css";

type Props = FieldsProps & {
  zones: readonly string[];
  /** It runs: what was counted must not be decided anew. */
  hasBegun: boolean;
};

/** What it is called and when it runs. */
export function BasicFields({ draft, set, problemOf, zones, hasBegun }: Props) {
  const t = useTranslations("owner.campaigns.form");
  return (
    <>
      <Field label={t("name.label")} hint={t("name.hint")} problem={problemOf("name")}>
        {(control) => (
          <Input
            {...control}
            value={draft.name}
            maxLength={120}
            placeholder={t("name.placeholder")}
            onChange={(event) => set("name", event.target.value)}
          />
        )}
      </Field>
      <Field label={t("description.label")} hint={t("description.hint")} problem={problemOf("description")}>
        {(control) => (
          <TextArea
            {...control}
            rows={2}
            maxLength={2000}
            value={draft.description}
            onChange={(event) => set("description", event.target.value)}
          />
        )}
      </Field>
      <div className={styles.pair}>
        <Field
          label={t("start.label")}
          hint={hasBegun ? t("fixed") : undefined}
          problem={problemOf("startDate")}
        >
          {(control) => (
            <Input
              {...control}
              type="datetime-local"
              value={draft.start}
              disabled={hasBegun}
              onChange={(event) => set("start", event.target.value)}
            />
          )}
        </Field>
        <Field label={t("end.label")} problem={problemOf("endDate")}>
          {(control) => (
            <Input
              {...control}
              type="datetime-local"
              value={draft.end}
              onChange={(event) => set("end", event.target.value)}
            />
          )}
        </Field>
      </div>
      <Field
        label={t("zone.label")}
        hint={hasBegun ? t("fixed") : t("zone.hint")}
        problem={problemOf("timeZone")}
      >
        {(control) => (
          <Select
            {...control}
            value={draft.timeZone}
            disabled={hasBegun}
            onChange={(event) => set("timeZone", event.target.value)}
          >
            {zones.map((zone) => (
              <option key={zone}>{zone}</option>
            ))}
          </Select>
        )}
      </Field>
    </>
  );
}
