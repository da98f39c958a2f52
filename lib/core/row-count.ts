/** How many rows of a table have come, while its bytes still come. */
export type RowCount = { rows: number; isQuoted: boolean; isHeading: boolean };

const quote = 0x22;
const lineEnd = 0x0a;

export function newRowCount(): RowCount {
  return { rows: 0, isQuoted: false, isHeading: true };
}

/** A line ends where no quotation is open; the first one is the headings. */
export function countRows(count: RowCount, bytes: Uint8Array): void {
  for (const byte of bytes) {
    if (byte === quote) count.isQuoted = !count.isQuoted;
    else if (byte === lineEnd && !count.isQuoted) {
      if (count.isHeading) count.isHeading = false;
      else count.rows += 1;
    }
  }
}
