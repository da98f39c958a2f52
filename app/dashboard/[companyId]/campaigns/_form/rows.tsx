"use client";

import { Button, IconButton } from "frosted-ui";
import type { ReactNode } from "react";
import { Icon } from "#app/_ui/icon/icon.tsx";
import styles from "./form.module.css";

type Props<R extends { key: number }> = {
  label: string;
  hint: string;
  problem?: string | undefined;
  rows: readonly R[];
  /** What the button says that adds one. */
  add: string;
  most: number;
  onAdd: () => void;
  /** Counted from 1. */
  removeLabel: (place: number) => string;
  onChange: (rows: R[]) => void;
  children: (row: R, index: number, change: (more: Partial<R>) => void) => ReactNode;
};

/** Rows that can be added and removed, each with fields of its own. */
export function Rows<R extends { key: number }>(props: Props<R>) {
  const { label, hint, problem, rows, add, most, onAdd, removeLabel, onChange, children } = props;
  return (
    <fieldset className={styles.group}>
      <legend className={styles.groupLegend}>{label}</legend>
      <p className={styles.hint}>{hint}</p>
      {rows.map((row, index) => (
        <div key={row.key} className={styles.row}>
          <div className={styles.cells}>
            {children(row, index, (more) =>
              onChange(rows.map((one) => (one.key === row.key ? { ...one, ...more } : one))),
            )}
          </div>
          <IconButton
            type="button"
            size="2"
            variant="ghost"
            color="gray"
            aria-label={removeLabel(index + 1)}
            onClick={() => onChange(rows.filter(({ key }) => key !== row.key))}
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
      {rows.length >= most ? null : (
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
