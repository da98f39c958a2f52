"use client";

import { Button, IconButton } from "frosted-ui";
import type { ReactNode } from "react";
import { Icon } from "../icon/icon.tsx";
import styles from "./row-group.module.css";

type Props<R extends { key: number }> = {
  label: string;
  hint: string;
  problem?: string | undefined;
  rows: readonly R[];
  /** What the button says that adds one. */
  add: string;
  onAdd: (() => void) | null;
  /** `place` is counted from 1. */
  removeLabel: (row: R, place: number) => string;
  onRemove: (row: R) => void;
  /** How a row lays out what is in it. */
  rowClass: string | undefined;
  children: (row: R, index: number) => ReactNode;
};

/** Rows of fields that can be added and removed. */
export function RowGroup<R extends { key: number }>(props: Props<R>) {
  const { label, hint, problem, rows, add, onAdd, removeLabel, onRemove, rowClass, children } = props;
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>{label}</legend>
      <p className={styles.hint}>{hint}</p>
      {rows.map((row, index) => (
        <div key={row.key} className={rowClass}>
          {children(row, index)}
          <IconButton
            type="button"
            size="2"
            variant="ghost"
            color="gray"
            aria-label={removeLabel(row, index + 1)}
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
