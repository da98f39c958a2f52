"use client";

import { useTranslations } from "use-intl";
import { Input, Select, TextArea } from "#app/_ui/field/control.tsx";
import { Field } from "#app/_ui/field/field.tsx";
import { rewardTypes } from "#db/enums.ts";
import type { Draft } from "./draft.ts";
import type { ProductOption } from "./reward-dialog.tsx";
import styles from "./reward-form.module.css";

export type FieldsProps = {
  draft: Draft;
  set: <K extends keyof Draft>(name: K, value: Draft[K]) => void;
  problems: Readonly<Record<string, string>>;
};

type Props = FieldsProps & { products: readonly ProductOption[]; isNew: boolean };

/** What is given, and for how many referrals. */
export function GiftFields({ draft, set, problems, products, isNew }: Props) {
  const t = useTranslations("owner.rewards.form");
  return (
    <>
      <Field label={t("name.label")} problem={problems.name}>
        {(control) => (
          <Input
            {...control}
            value={draft.name}
            maxLength={80}
            placeholder={t("name.placeholder")}
            onChange={(event) => set("name", event.target.value)}
          />
        )}
      </Field>
      <div className={styles.pair}>
        <Field label={t("threshold.label")} problem={problems.threshold}>
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              value={draft.threshold}
              onChange={(event) => set("threshold", event.target.value)}
            />
          )}
        </Field>
        <Field
          label={t("type.label")}
          hint={isNew ? undefined : t("type.fixed")}
          problem={problems.rewardType}
        >
          {(control) => (
            <Select
              {...control}
              value={draft.rewardType}
              disabled={!isNew}
              onChange={(event) => {
                const chosen = rewardTypes.find((type) => type === event.target.value);
                if (chosen) set("rewardType", chosen);
              }}
            >
              {rewardTypes.map((type) => (
                <option key={type} value={type}>
                  {t(`type.${type}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      {draft.rewardType === "discount" ? (
        <DiscountFields draft={draft} set={set} problems={problems} />
      ) : null}
      {draft.rewardType === "free_days" ? (
        <Field label={t("days.label")} hint={t("days.hint")} problem={problems.days}>
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              value={draft.days}
              onChange={(event) => set("days", event.target.value)}
            />
          )}
        </Field>
      ) : null}
      {draft.rewardType === "discount" || draft.rewardType === "product_unlock" ? (
        <div className={styles.pair}>
          <Field
            label={t("product.label")}
            hint={draft.rewardType === "discount" ? undefined : t("product.hint")}
            problem={problems.productId}
          >
            {(control) => (
              <Select
                {...control}
                value={draft.productId}
                onChange={(event) => set("productId", event.target.value)}
              >
                <option value="">
                  {draft.rewardType === "discount" ? t("product.any") : t("product.choose")}
                </option>
                {products.map((product) => (
                  <option key={product.productId} value={product.productId}>
                    {product.title}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field label={t("months.label")} hint={t("months.hint")} problem={problems.durationMonths}>
            {(control) => (
              <Input
                {...control}
                inputMode="numeric"
                value={draft.durationMonths}
                onChange={(event) => set("durationMonths", event.target.value)}
              />
            )}
          </Field>
        </div>
      ) : null}
      {draft.rewardType === "custom" ? (
        <Field label={t("instructions.label")} hint={t("instructions.hint")} problem={problems.instructions}>
          {(control) => (
            <TextArea
              {...control}
              rows={3}
              maxLength={1000}
              placeholder={t("instructions.placeholder")}
              value={draft.instructions}
              onChange={(event) => set("instructions", event.target.value)}
            />
          )}
        </Field>
      ) : null}
    </>
  );
}

function DiscountFields({ draft, set, problems }: FieldsProps) {
  const t = useTranslations("owner.rewards.form");
  return (
    <div className={styles.pair} data-narrow>
      <Field label={t("amount.label")} problem={problems.amountOff}>
        {(control) => (
          <Input
            {...control}
            inputMode="decimal"
            value={draft.amountOff}
            onChange={(event) => set("amountOff", event.target.value.replace(",", "."))}
          />
        )}
      </Field>
      <Field label={t("kind.label")} problem={problems.kind}>
        {(control) => (
          <Select
            {...control}
            value={draft.kind}
            onChange={(event) =>
              set("kind", event.target.value === "flat_amount" ? "flat_amount" : "percentage")
            }
          >
            <option value="percentage">{t("kind.percentage")}</option>
            <option value="flat_amount">{t("kind.flat_amount", { currency: draft.currency })}</option>
          </Select>
        )}
      </Field>
    </div>
  );
}
