import Link from "next/link";
import type { ReactNode } from "react";
import styles from "./table.module.css";

/**
 * Where a column stands. Always there: what has no place; `edge`, which ends at a phone's edge; `count`, a number.
 * Only where there is room: `wide`; `end` for numbers and dates; `act` for buttons, above the link that the row is.
 */
type Place = "edge" | "count" | "wide" | "end" | "act";

export type Column<Row> = {
  head: ReactNode;
  place?: Place;
  cell: (row: Row) => ReactNode;
};

type Props<Row> = {
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  /** The row whose sheet is open. */
  open?: string | null | undefined;
  /** Rows that stand back: they are not part of what is done. */
  isAside?: (row: Row) => boolean;
};

const classes: Record<Place, string> = {
  edge: `${styles.edge}`,
  count: `${styles.end}`,
  wide: `${styles.wide}`,
  end: `${styles.wide} ${styles.end}`,
  act: `${styles.wide} ${styles.end} ${styles.above}`,
};

const classOf = ({ place }: { place?: Place }) => (place === undefined ? undefined : classes[place]);

/** Rows of one kind, each with a way to all there is to know of it. */
export function Table<Row>({ columns, rows, keyOf, open, isAside }: Props<Row>) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          {columns.map((column, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a column has no name of its own, and none ever moves
            <th key={place} scope="col" className={classOf(column)}>
              {column.place === "act" ? <span className="visually-hidden">{column.head}</span> : column.head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr
            key={keyOf(row)}
            data-open={keyOf(row) === open ? "" : undefined}
            data-left={isAside?.(row) ? "" : undefined}
          >
            {columns.map((column, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: as above
              <td key={place} className={classOf(column)}>
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type LinkProps = {
  href: string;
  /** It opens beside the list, which stays where it is. */
  beside?: boolean;
  children: ReactNode;
};

/** What a row is called: the whole row leads where this leads. */
export function RowLink({ href, beside = false, children }: LinkProps) {
  return (
    <Link data-row href={href} scroll={!beside} prefetch={false}>
      {children}
    </Link>
  );
}

/** What stands in other columns where there is room for them, in a line of its own where there is none. */
export function Folded({ children }: { children: ReactNode }) {
  return <span className={styles.folded}>{children}</span>;
}

/** A second line, smaller. */
export function Second({
  className = "",
  children,
}: {
  className?: string | undefined;
  children: ReactNode;
}) {
  return <span className={`${styles.second} ${className}`}>{children}</span>;
}
