"use client";

import { Button, IconButton } from "frosted-ui";
import type { ReactNode } from "react";
import { Icon } from "#app/_ui/icon/icon.tsx";
import styles from "./plan-form.module.css";

type Props<R extends { key: number }> = {
  label: string;
  hint: string;
  problem: string | undefined;
  rows: readonly R[];
  /** What the button says that adds one. */
  add: string;
  onAdd: (() => void) | null;
  removeLabel: (row: R) => string;
  onRemove: (row: R) => void;
  children: (row: R) => ReactNode;
};

/** Rows that can be added and removed: steps, and products with a rate of their own. */
export function RowGroup<R extends { key: number }>(props: Props<R>) {
  const { label, hint, problem, rows, add, onAdd, removeLabel, onRemove, children } = props;
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>{label}</legend>
      <p className={styles.hint}>{hint}</p>
      {rows.map((row) => (
        <div key={row.key} className={styles.row}>
          {children(row)}
          <IconButton
            type="button"
            size="2"
            variant="ghost"
            color="gray"
            aria-label={removeLabel(row)}
            onClick={() => onRemove(row)}
          >
            <Icon name="close" />
          </IconButton>
        </div>
      ))}
      {problem ? (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      ) : null}
      {onAdd === null ? null : (
        <div>
          <Button type="button" size="1" variant="soft" color="gray" onClick={onAdd}>
            <Icon name="plus" size={12} />
            {add}
          </Button>
        </div>
      )}
    </fieldset>
  );
}
