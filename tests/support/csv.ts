/** A table as a spreadsheet reads it by RFC 4180: its lines as records by heading. */
export function readCsv(text: string): Record<string, string>[] {
  const [headings = [], ...lines] = cellsOf(text.replace(/^\uFEFF/, ""));
  return lines.map((cells) => {
    if (cells.length !== headings.length)
      throw new Error(`A line of ${cells.length} cells below ${headings.length} headings: ${cells}`);
    return Object.fromEntries(headings.map((heading, place) => [heading, cells[place] ?? ""]));
  });
}

function cellsOf(text: string): string[][] {
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  const lines: string[][] = [];
  let line: string[] = [];
  while (cell.lastIndex < text.length) {
    const from = cell.lastIndex;
    const match = cell.exec(text);
    if (!match) throw new Error(`No cell at ${JSON.stringify(text.slice(from, from + 40))}`);
    line.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
    if (match[3] === ",") continue;
    lines.push(line);
    line = [];
  }
  return lines;
}
