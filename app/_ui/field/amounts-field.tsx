"use client";

import { Button, IconButton } from "frosted-ui";
import type { ReactNode } from "react";
import { useId } from "react";
import { useTranslations } from "use-intl";
import { Icon } from "../icon/icon.tsx";
import type { AmountRow } from "./amounts.ts";
import styles from "./amounts-field.module.css";
import { Input, Select } from "./control.tsx";
import field from "./field.module.css";

type Props = {
  label: ReactNode;
  hint?: ReactNode;
  problem?: string | undefined;
  rows: readonly AmountRow[];
  /** Those that are likely come first. */
  currencies: readonly string[];
  onChange: (rows: AmountRow[]) => void;
};

/** An amount for each currency: they are never converted, so each is said by itself. */
export function AmountsField({ label, hint, problem, rows, currencies, onChange }: Props) {
  const t = useTranslations("action.amounts");
  const id = useId();
  const change = (key: number, more: Partial<AmountRow>) =>
    onChange(rows.map((row) => (row.key === key ? { ...row, ...more } : row)));
  const add = () => {
    const free = currencies.find((code) => rows.every(({ currency }) => currency !== code));
    const key = Math.max(-1, ...rows.map((row) => row.key)) + 1;
    onChange([...rows, { key, currency: free ?? "USD", amount: "" }]);
  };
  return (
    <fieldset className={field.field} aria-describedby={hint === undefined ? undefined : `${id}-hint`}>
      <legend className={`${field.label} ${styles.legend}`}>{label}</legend>
      {rows.map(({ key, currency, amount }) => (
        <div key={key} className={styles.row}>
          <Input
            aria-label={t("amount", { currency })}
            aria-invalid={problem ? true : undefined}
            aria-describedby={problem ? `${id}-problem` : undefined}
            inputMode="decimal"
            value={amount}
            onChange={(event) => change(key, { amount: event.target.value })}
          />
          <Select
            aria-label={t("currency")}
            value={currency}
            onChange={(event) => change(key, { currency: event.target.value })}
          >
            {[...new Set([currency, ...currencies])].map((code) => (
              <option key={code}>{code}</option>
            ))}
          </Select>
          <IconButton
            type="button"
            size="2"
            variant="ghost"
            color="gray"
            aria-label={t("remove", { currency })}
            onClick={() => onChange(rows.filter((row) => row.key !== key))}
          >
            <Icon name="close" />
          </IconButton>
        </div>
      ))}
      {problem ? (
        <p className={field.problem} id={`${id}-problem`} role="alert">
          {problem}
        </p>
      ) : null}
      <div>
        <Button type="button" size="1" variant="soft" color="gray" onClick={add}>
          <Icon name="plus" size={12} />
          {t(rows.length === 0 ? "addFirst" : "add")}
        </Button>
      </div>
      {hint === undefined ? null : (
        <p className={field.hint} id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </fieldset>
  );
}
