"use client";

import { useTranslations } from "use-intl";
import { Input, Select, TextArea } from "#app/_ui/field/control.tsx";
import { Field } from "#app/_ui/field/field.tsx";
import { Toggle } from "#app/_ui/field/toggle.tsx";
import { rewardTypes } from "#db/enums.ts";
import { codesIn, type Draft } from "./draft.ts";
import type { ProductOption } from "./options.ts";
import styles from "./reward-form.module.css";

export type FieldsProps = {
  draft: Draft;
  set: <K extends keyof Draft>(name: K, value: Draft[K]) => void;
  problems: Readonly<Record<string, string>>;
};

type Props = FieldsProps & { products: readonly ProductOption[]; isNew: boolean };

/** What is given. */
export function GiftFields({ draft, set, problems, products, isNew }: Props) {
  const t = useTranslations("owner.rewards.form");
  return (
    <>
      <Field label={t("type.label")} hint={isNew ? undefined : t("type.fixed")} problem={problems.rewardType}>
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
      <Gift draft={draft} set={set} problems={problems} products={products} isNew={isNew} />
    </>
  );
}

function Gift(props: Props) {
  const { draft, set, problems } = props;
  const t = useTranslations("owner.rewards.form");
  switch (draft.rewardType) {
    case "discount":
      return (
        <>
          <DiscountFields {...props} />
          <div className={styles.pair}>
            <ProductField {...props} />
            <MonthsField {...props} />
          </div>
        </>
      );
    case "product_unlock":
      return (
        <div className={styles.pair}>
          <ProductField {...props} />
          <MonthsField {...props} />
        </div>
      );
    case "free_event":
      return <ProductField {...props} />;
    case "free_days":
    case "points":
    case "credits": {
      const name = draft.rewardType === "free_days" ? "days" : draft.rewardType;
      return (
        <Field label={t(`${name}.label`)} hint={t(`${name}.hint`)} problem={problems[name]}>
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              value={draft[name]}
              onChange={(event) => set(name, event.target.value)}
            />
          )}
        </Field>
      );
    }
    case "cash":
      return <CashFields {...props} />;
    case "custom":
      return <CustomFields {...props} />;
  }
}

function ProductField({ draft, set, problems, products }: Props) {
  const t = useTranslations("owner.rewards.form");
  const isAny = draft.rewardType === "discount";
  const count = draft.planIds.length;
  const ofPlans = count > 0 ? t("product.plans", { count }) : undefined;
  const hint = isAny ? ofPlans : t(draft.rewardType === "free_event" ? "product.eventHint" : "product.hint");
  return (
    <Field label={t("product.label")} hint={hint} problem={problems.productId ?? problems.planIds}>
      {(control) => (
        <Select
          {...control}
          value={draft.productId}
          onChange={(event) => {
            set("productId", event.target.value);
            set("planIds", []);
          }}
        >
          <option value="">{isAny ? t("product.any") : t("product.choose")}</option>
          {products.map((product) => (
            <option key={product.productId} value={product.productId}>
              {product.title}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

function MonthsField({ draft, set, problems }: FieldsProps) {
  const t = useTranslations("owner.rewards.form.months");
  return (
    <Field label={t("label")} hint={t("hint")} problem={problems.durationMonths}>
      {(control) => (
        <Input
          {...control}
          inputMode="numeric"
          value={draft.durationMonths}
          onChange={(event) => set("durationMonths", event.target.value)}
        />
      )}
    </Field>
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

function CashFields({ draft, set, problems }: FieldsProps) {
  const t = useTranslations("owner.rewards.form.cash");
  return (
    <div className={styles.pair} data-narrow>
      <Field label={t("amount")} hint={t("hint")} problem={problems.amount}>
        {(control) => (
          <Input
            {...control}
            inputMode="decimal"
            value={draft.amount}
            onChange={(event) => set("amount", event.target.value)}
          />
        )}
      </Field>
      <Field label={t("currency")} problem={problems.currency}>
        {(control) => (
          <Input
            {...control}
            value={draft.currency}
            maxLength={3}
            autoCapitalize="characters"
            onChange={(event) => set("currency", event.target.value.toUpperCase())}
          />
        )}
      </Field>
    </div>
  );
}

function CustomFields({ draft, set, problems, isNew }: Props) {
  const t = useTranslations("owner.rewards.form");
  return (
    <>
      <Field
        label={t("instructions.label")}
        hint={t(draft.fromPool ? "instructions.poolHint" : "instructions.hint")}
        problem={problems.instructions}
      >
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
      <Toggle
        label={t("pool.label")}
        hint={t("pool.hint")}
        checked={draft.fromPool}
        onChange={(checked) => set("fromPool", checked)}
      />
      {draft.fromPool ? (
        <Field
          label={t(isNew ? "codes.label" : "codes.more")}
          hint={t("codes.hint", { count: codesIn(draft).length })}
          problem={problems.codes}
        >
          {(control) => (
            <TextArea
              {...control}
              rows={5}
              spellCheck={false}
              autoComplete="off"
              value={draft.codes}
              onChange={(event) => set("codes", event.target.value)}
            />
          )}
        </Field>
      ) : null}
    </>
  );
}
