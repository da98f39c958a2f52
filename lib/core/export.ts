import { type Cell, type CsvFile, csvLine } from "./csv.ts";

/** Rows that are read, and sent, at once: all that an export holds in memory, however long it is. */
export const exportedAtOnce = 500;

/** A table of more rows is made by the worker: whoever waits for it may reload or leave the page. */
export const longExportRows = 10_000;

/** A heading, and what stands below it. */
export type Column<T> = readonly [heading: string, of: (row: T) => Cell];

type Page<T> = { rows: readonly T[]; nextCursor: string | null };

type Export<T> = {
  fileName: string;
  columns: readonly Column<T>[];
  /** How many rows the table will have, as far as is known when it begins. */
  count: number;
  load(cursor: string | undefined): Promise<Page<T>>;
};

/**
 * A list as a table, read a page after another by the list's own key, each in a short transaction of its own: a
 * download that takes its time holds no connection. What happens meanwhile is in the pages that are still to come.
 */
export function exportOf<T>({ fileName, columns, count, load }: Export<T>): CsvFile {
  return { fileName, rows: count, lines: pagesOf(columns, load) };
}

async function* pagesOf<T>(columns: readonly Column<T>[], load: Export<T>["load"]): AsyncGenerator<string> {
  yield `\uFEFF${csvLine(columns.map(([heading]) => heading))}`;
  let cursor: string | undefined;
  do {
    const { rows, nextCursor } = await load(cursor);
    if (rows.length > 0) yield rows.map((row) => csvLine(columns.map(([, of]) => of(row)))).join("");
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined);
}
