"use client";

import { useTranslations } from "use-intl";
import { Input, Select } from "#app/_ui/field/control.tsx";
import { Field } from "#app/_ui/field/field.tsx";
import { Toggle } from "#app/_ui/field/toggle.tsx";
import { rewardSides } from "#db/enums.ts";
import type { FieldsProps } from "./gift-fields.tsx";
import type { RewardOptions } from "./options.ts";
import styles from "./reward-form.module.css";
import { isCounted, isDecided, isOfJoining, isOfReferrals, triggers } from "./triggers.ts";

type Props = FieldsProps &
  Pick<RewardOptions, "campaigns"> & {
    /** As the community has it. */
    holdDays: number;
    isNew: boolean;
    /** It is made for one purpose. */
    isFixed: boolean;
  };

/** By what it is earned, and by whom. */
export function EarnedFields({ draft, set, problems, campaigns, holdDays, isNew, isFixed }: Props) {
  const t = useTranslations("owner.rewards.form");
  const { trigger } = draft;
  const isLocked = !isNew || isFixed;
  return (
    <>
      <div className={styles.pair}>
        <Field
          label={t("trigger.label")}
          hint={isNew ? t(`trigger.hint.${trigger}`) : t("trigger.fixed")}
          problem={problems.trigger}
        >
          {(control) => (
            <Select
              {...control}
              value={trigger}
              disabled={isLocked}
              onChange={(event) => {
                const chosen = triggers.find((one) => one === event.target.value);
                if (chosen === undefined) return;
                set("trigger", chosen);
                // What is given, won or bought waits for nothing unless the team says so.
                set("holdDays", String(isDecided(chosen) ? 0 : holdDays));
              }}
            >
              {triggers.map((one) => (
                <option key={one} value={one}>
                  {t(`trigger.${one}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {isCounted(trigger) ? (
          <Field
            label={t(trigger === "streak" ? "streak.label" : "threshold.label")}
            problem={problems.threshold}
          >
            {(control) => (
              <Input
                {...control}
                inputMode="numeric"
                value={draft.threshold}
                onChange={(event) => set("threshold", event.target.value)}
              />
            )}
          </Field>
        ) : null}
        {trigger === "purchase" ? (
          <Field label={t("price.label")} problem={problems.pricePoints}>
            {(control) => (
              <Input
                {...control}
                inputMode="numeric"
                value={draft.pricePoints}
                onChange={(event) => set("pricePoints", event.target.value)}
              />
            )}
          </Field>
        ) : null}
        {isOfJoining(trigger) ? (
          <Field label={t("side.label")} problem={problems.side}>
            {(control) => (
              <Select
                {...control}
                value={draft.side}
                disabled={!isNew}
                onChange={(event) => {
                  const chosen = rewardSides.find((side) => side === event.target.value);
                  if (chosen) set("side", chosen);
                }}
              >
                {rewardSides.map((side) => (
                  <option key={side} value={side}>
                    {t(`side.${side}`)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        ) : null}
        {isOfReferrals(trigger) && campaigns.length > 0 ? (
          <Field label={t("campaign.label")} hint={t("campaign.hint")} problem={problems.campaignId}>
            {(control) => (
              <Select
                {...control}
                value={draft.campaignId}
                disabled={!isNew}
                onChange={(event) => set("campaignId", event.target.value)}
              >
                <option value="">{t("campaign.any")}</option>
                {campaigns.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        ) : null}
      </div>
      {isOfReferrals(trigger) && trigger !== "per_activation" ? (
        <Toggle
          label={t("activated.label")}
          hint={t("activated.hint")}
          checked={draft.requiresActivation}
          onChange={(checked) => set("requiresActivation", checked)}
        />
      ) : null}
    </>
  );
}
