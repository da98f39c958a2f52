"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { callApi } from "#app/_ui/action/api.ts";
import { useAction } from "#app/_ui/action/use-action.ts";
import { Select } from "#app/_ui/field/control.tsx";
import { Field } from "#app/_ui/field/field.tsx";
import type { ConversionType } from "#db/enums.ts";
import type { Product } from "#lib/companies/index.ts";
import { SettingsCard } from "./settings-card.tsx";

type Chosen = Record<string, ConversionType | null>;

type Props = {
  companyId: string;
  products: readonly Product[];
  /** Every kind of sale, and what it is called. */
  kinds: readonly { value: ConversionType; name: string }[];
};

/** What kind of sale each product is. */
export function ProductsForm({ companyId, products, kinds }: Props) {
  // A trial or a free membership is one by its price, whatever product it is of.
  const choosable = kinds.filter(({ value }) => value !== "trial" && value !== "free");
  const t = useTranslations("owner.settings.products");
  const action = useAction();
  const [draft, setDraft] = useState<Chosen>({});
  const [isSaved, setIsSaved] = useState(false);
  const changed = products.filter(
    ({ productId, conversionType }) => (draft[productId] ?? null) !== conversionType && productId in draft,
  );

  const save = async () => {
    for (const { productId } of changed) {
      const conversionType = draft[productId] ?? null;
      const answer = await action.run(() =>
        callApi("PATCH", `/api/v1/products/${productId}`, { companyId, conversionType }),
      );
      if (answer === null) return;
    }
    setIsSaved(true);
  };

  const form = {
    ...action,
    fields: {},
    isSaved,
    save,
    discard: () => setDraft({}),
    hasChanges: changed.length > 0,
  };
  return (
    <SettingsCard
      id="products"
      title={t("title")}
      hint={t("hint")}
      form={form}
      consequence={t("consequence")}
    >
      {products.length === 0 ? <p>{t("none")}</p> : null}
      {products.map(({ productId, title, conversionType }) => (
        <Field key={productId} label={title}>
          {(control) => (
            <Select
              {...control}
              value={(productId in draft ? draft[productId] : conversionType) ?? ""}
              onChange={(event) => {
                const chosen = choosable.find(({ value }) => value === event.target.value)?.value ?? null;
                setDraft((before) => ({ ...before, [productId]: chosen }));
                setIsSaved(false);
                action.clear();
              }}
            >
              <option value="">{t("auto")}</option>
              {choosable.map(({ value, name }) => (
                <option key={value} value={value}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      ))}
    </SettingsCard>
  );
}
