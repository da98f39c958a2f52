"use client";

import { useTranslations } from "use-intl";
import { Input, Select } from "#app/_ui/field/control.tsx";
import { Field } from "#app/_ui/field/field.tsx";
import { Toggle } from "#app/_ui/field/toggle.tsx";
import frame from "../../_form/two-columns.module.css";
import { Checks } from "./checks.tsx";
import type { FieldsProps, Option } from "./fields.ts";
import styles from "./form.module.css";
import { NumberField } from "./number-field.tsx";

type Props = FieldsProps & { products: readonly Option[]; commissionPlans: readonly Option[] };

const who = ["all", "new", "existing"] as const;
const roles = ["member", "affiliate", "team"] as const;
const details = ["minReferrals", "maxReferrals", "joinedAfter", "joinedBefore", "countries"];

/** Who takes part, and whose joining counts. */
export function AudienceFields({ draft, set, problemOf, products, commissionPlans }: Props) {
  const t = useTranslations("owner.campaigns.form.audience");
  const audience = (field: string) => problemOf(`terms.audience.${field}`);
  // What is wrong must not hide.
  const isWrong = details.some((field) => audience(field));
  const options = (all: readonly Option[]) => all.map(({ id, title }) => ({ value: id, label: title }));
  return (
    <>
      <Field label={t("members")} problem={audience("members")}>
        {(control) => (
          <Select
            {...control}
            value={draft.members}
            onChange={(event) => set("members", who.find((one) => one === event.target.value) ?? "all")}
          >
            {who.map((one) => (
              <option key={one} value={one}>
                {t(one)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <details className={styles.more} open={isWrong || undefined}>
        <summary>{t("more")}</summary>
        <div className={frame.form}>
          <Checks
            label={t("roles")}
            hint={t("anyHint")}
            problem={audience("roles")}
            choices={roles.map((role) => ({ value: role, label: t(`role.${role}`) }))}
            chosen={draft.roles}
            onChange={(chosen) => set("roles", chosen)}
          />
          {products.length === 0 ? null : (
            <Checks
              label={t("products")}
              hint={t("anyHint")}
              problem={audience("productIds")}
              choices={options(products)}
              chosen={draft.productIds}
              onChange={(chosen) => set("productIds", chosen)}
            />
          )}
          {commissionPlans.length === 0 ? null : (
            <Checks
              label={t("groups")}
              hint={t("anyHint")}
              problem={audience("commissionPlanIds")}
              choices={options(commissionPlans)}
              chosen={draft.commissionPlanIds}
              onChange={(chosen) => set("commissionPlanIds", chosen)}
            />
          )}
          <div className={styles.pair} data-narrow>
            {(["minReferrals", "maxReferrals"] as const).map((name) => (
              <NumberField
                key={name}
                label={t(name)}
                hint={name === "minReferrals" ? t("referralsHint") : undefined}
                problem={audience(name)}
                value={draft[name]}
                onChange={(value) => set(name, value)}
              />
            ))}
          </div>
          <div className={styles.pair}>
            {(["joinedAfter", "joinedBefore"] as const).map((name) => (
              <Field key={name} label={t(name)} problem={audience(name)}>
                {(control) => (
                  <Input
                    {...control}
                    type="datetime-local"
                    value={draft[name]}
                    onChange={(event) => set(name, event.target.value)}
                  />
                )}
              </Field>
            ))}
          </div>
          <Field label={t("countries")} hint={t("countriesHint")} problem={audience("countries")}>
            {(control) => (
              <Input
                {...control}
                value={draft.countries}
                placeholder="DE, AT, CH"
                onChange={(event) => set("countries", event.target.value)}
              />
            )}
          </Field>
          {draft.countries.trim() === "" ? null : (
            <Toggle
              label={t("unknown")}
              hint={t("unknownHint")}
              checked={draft.countUnknownCountry}
              onChange={(checked) => set("countUnknownCountry", checked)}
            />
          )}
        </div>
      </details>
    </>
  );
}
