"use client";

import { useTranslations } from "use-intl";
import { Input, Select } from "#app/_ui/field/control.tsx";
import { RowGroup } from "#app/_ui/field/row-group.tsx";
import { newTier, nextKey, type ProductRow, type TierRow } from "./draft.ts";
import type { FieldsProps } from "./fields.ts";
import styles from "./plan-form.module.css";

export type ProductOption = { productId: string; title: string };

type Props = FieldsProps & { currencies: readonly string[]; products: readonly ProductOption[] };

const mostTiers = 10;

/** Rates that take the place of the plan's own: for who has brought more, and for single products. */
export function StepFields({ draft, set, problems, currencies, products }: Props) {
  const t = useTranslations("affiliates.form");
  const currency = currencies[0] ?? "USD";
  const changeTier = (key: number, more: Partial<TierRow>) =>
    set(
      "tiers",
      draft.tiers.map((row) => (row.key === key ? { ...row, ...more } : row)),
    );
  const changeProduct = (key: number, more: Partial<ProductRow>) =>
    set(
      "products",
      draft.products.map((row) => (row.key === key ? { ...row, ...more } : row)),
    );
  const free = products.find(({ productId }) => draft.products.every((row) => row.productId !== productId));
  return (
    <>
      <RowGroup
        rowClass={styles.row}
        label={t("tiers.label")}
        hint={t("tiers.hint")}
        problem={problems.tiers}
        rows={draft.tiers}
        add={t("tiers.add")}
        onAdd={
          draft.tiers.length < mostTiers
            ? () => set("tiers", [...draft.tiers, newTier(nextKey(draft.tiers), currency)])
            : null
        }
        removeLabel={({ key }) =>
          t("tiers.remove", { place: draft.tiers.findIndex((row) => row.key === key) + 1 })
        }
        onRemove={({ key }) =>
          set(
            "tiers",
            draft.tiers.filter((row) => row.key !== key),
          )
        }
      >
        {(row) => (
          <>
            <Input
              aria-label={t("tiers.percent")}
              placeholder="%"
              inputMode="decimal"
              value={row.percent}
              onChange={(event) => changeTier(row.key, { percent: event.target.value })}
            />
            <span>{t("tiers.from")}</span>
            <Input
              aria-label={t(row.kind === "referrals" ? "tiers.referrals" : "tiers.revenue")}
              inputMode="decimal"
              value={row.kind === "referrals" ? row.referrals : row.net}
              onChange={(event) =>
                changeTier(
                  row.key,
                  row.kind === "referrals" ? { referrals: event.target.value } : { net: event.target.value },
                )
              }
            />
            <Select
              aria-label={t("tiers.of")}
              value={row.kind === "referrals" ? "referrals" : row.currency}
              onChange={(event) =>
                changeTier(
                  row.key,
                  event.target.value === "referrals"
                    ? { kind: "referrals" }
                    : { kind: "revenue", currency: event.target.value },
                )
              }
            >
              <option value="referrals">{t("tiers.referrals")}</option>
              {[...new Set([row.currency, ...currencies])].map((code) => (
                <option key={code} value={code}>
                  {t("tiers.revenueIn", { currency: code })}
                </option>
              ))}
            </Select>
          </>
        )}
      </RowGroup>
      {products.length === 0 ? null : (
        <RowGroup
          rowClass={styles.row}
          label={t("products.label")}
          hint={t("products.hint")}
          problem={problems.products}
          rows={draft.products}
          add={t("products.add")}
          onAdd={
            free === undefined
              ? null
              : () =>
                  set("products", [
                    ...draft.products,
                    { key: nextKey(draft.products), productId: free.productId, percent: "" },
                  ])
          }
          removeLabel={() => t("products.remove")}
          onRemove={({ key }) =>
            set(
              "products",
              draft.products.filter((row) => row.key !== key),
            )
          }
        >
          {(row) => (
            <>
              <Input
                aria-label={t("products.percent")}
                placeholder="%"
                inputMode="decimal"
                value={row.percent}
                onChange={(event) => changeProduct(row.key, { percent: event.target.value })}
              />
              <span>{t("products.on")}</span>
              <Select
                data-wide
                aria-label={t("products.product")}
                value={row.productId}
                onChange={(event) => changeProduct(row.key, { productId: event.target.value })}
              >
                {products.map(({ productId, title }) => (
                  <option key={productId} value={productId}>
                    {title}
                  </option>
                ))}
              </Select>
            </>
          )}
        </RowGroup>
      )}
    </>
  );
}
