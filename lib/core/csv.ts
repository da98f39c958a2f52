export type Cell = string | number | bigint | boolean | Date | null;

/** What a spreadsheet takes for the beginning of a formula, also behind what it trims. */
const formula = /^[\s\uFEFF]*[=+\-@\t\r|＝＋－＠]/u;
const plainNumber = /^-?\d+(\.\d+)?$/;

/** Text that opens in a spreadsheet as the text it is: what could run as a formula begins with an apostrophe. */
function cellText(cell: Cell): string {
  if (cell === null) return "";
  if (cell instanceof Date) return cell.toISOString();
  if (typeof cell !== "string" || plainNumber.test(cell)) return String(cell);
  const text = formula.test(cell) ? `'${cell}` : cell;
  return /[",;\r\n\t']/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One line of CSV by RFC 4180. */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(cellText).join(",")}\r\n`;
}

/** A table as it is sent: headings, then lines as they are read. The mark at the beginning says it is UTF-8. */
export async function* csvTable(
  headings: readonly string[],
  rows: AsyncIterable<readonly Cell[]>,
): AsyncGenerator<string> {
  yield `\uFEFF${csvLine(headings)}`;
  for await (const row of rows) yield csvLine(row);
}

/** Of an answer that is a table, and so is sent while it is read. */
export const csvType = "text/csv; charset=utf-8";

/** A table to be saved under a name, line by line. */
export type CsvFile = {
  fileName: string;
  lines: AsyncIterable<string>;
  /** How many rows it will have, where that is known beforehand. */
  rows?: number;
};
