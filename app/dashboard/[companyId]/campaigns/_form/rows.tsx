import type { ReactNode } from "react";
import { RowGroup } from "#app/_ui/field/row-group.tsx";
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
  const { rows, most, onAdd, removeLabel, onChange, children, ...words } = props;
  return (
    <RowGroup
      {...words}
      rows={rows}
      onAdd={rows.length >= most ? null : onAdd}
      removeLabel={(_row, place) => removeLabel(place)}
      onRemove={({ key }) => onChange(rows.filter((one) => one.key !== key))}
      rowClass={styles.row}
    >
      {(row, index) => (
        <div className={styles.cells}>
          {children(row, index, (more) =>
            onChange(rows.map((one) => (one.key === row.key ? { ...one, ...more } : one))),
          )}
        </div>
      )}
    </RowGroup>
  );
}
