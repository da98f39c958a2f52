"use client";

import { Button } from "frosted-ui";
import { useTranslations } from "use-intl";
import { Problem } from "#app/_ui/action/problem.tsx";
import { Card } from "#app/_ui/card/card.tsx";
import { Choices } from "#app/_ui/field/choices.tsx";
import { Input } from "#app/_ui/field/control.tsx";
import { Field } from "#app/_ui/field/field.tsx";
import { Toggle } from "#app/_ui/field/toggle.tsx";
import { memberNotificationKinds, visibilities } from "#db/enums.ts";
import parts from "../my-data/my-data.module.css";
import styles from "./choices.module.css";
import type { Chosen } from "./choices-values.ts";
import { HourField } from "./hour-field.tsx";
import { useChoices } from "./use-choices.ts";

type Props = {
  experienceId: string;
  saved: Chosen;
  /** By whose clocks the quiet hours are. */
  zone: string;
  names: { name: string; firstName: string };
};

const longestAlias = 30;

export function ChoicesForm({ experienceId, saved, zone, names }: Props) {
  const t = useTranslations("choices.form");
  const { values, set, save, action, isSaved, hasChanges } = useChoices(experienceId, saved);
  const { visibility, muted } = values;
  const hints = {
    name: t("visibility.name.hint", names),
    first_name: t("visibility.first_name.hint", names),
    alias: t("visibility.alias.hint"),
    hidden: t("visibility.hidden.hint"),
  };
  return (
    <form
      className={parts.parts}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Card title={t("visibility.title")} hint={t("visibility.text")} id="visibility">
        <div className={styles.fields}>
          <Choices
            label={t("visibility.label")}
            value={visibility}
            onChange={(value) => set("visibility", value)}
            choices={visibilities.map((value) => ({
              value,
              label: t(`visibility.${value}.label`),
              hint: hints[value],
            }))}
          />
          {visibility === "alias" ? (
            <Field label={t("alias.label")} hint={t("alias.hint")} problem={action.fields.alias}>
              {(control) => (
                <Input
                  {...control}
                  value={values.alias ?? ""}
                  maxLength={longestAlias}
                  autoComplete="off"
                  onChange={(event) => set("alias", event.target.value)}
                />
              )}
            </Field>
          ) : null}
          {visibility === "hidden" ? null : (
            <Toggle
              label={t("visibility.publicly.label")}
              hint={t("visibility.publicly.hint")}
              checked={values.namedPublicly}
              onChange={(isOn) => set("namedPublicly", isOn)}
            />
          )}
        </div>
      </Card>
      <Card title={t("kinds.title")} hint={t("kinds.text")} id="notifications">
        <div className={styles.fields}>
          {memberNotificationKinds.map((kind) => (
            <Toggle
              key={kind}
              label={t(`kinds.${kind}.label`)}
              hint={t(`kinds.${kind}.hint`)}
              checked={!muted.includes(kind)}
              onChange={(isOn) => set("muted", isOn ? muted.filter((one) => one !== kind) : [...muted, kind])}
            />
          ))}
        </div>
      </Card>
      <Card title={t("quiet.title")} hint={t("quiet.text", { zone })} id="quiet">
        <div className={styles.hours}>
          <HourField
            label={t("quiet.from")}
            value={values.quietFrom}
            onChange={(hour) => set("quietFrom", hour)}
          />
          <HourField
            label={t("quiet.until")}
            value={values.quietUntil}
            onChange={(hour) => set("quietUntil", hour)}
          />
        </div>
        {values.quietFrom === values.quietUntil ? <p className={styles.never}>{t("quiet.never")}</p> : null}
      </Card>
      <div>
        <Button type="submit" size="3" variant="solid" loading={action.pending} disabled={!hasChanges}>
          {t("save")}
        </Button>
        <span role="status">{isSaved ? ` ${t("saved")}` : null}</span>
        <Problem>{action.problem}</Problem>
      </div>
    </form>
  );
}
