import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Cell, csvLine, csvTable } from "#lib/core/csv.ts";

/** RFC 4180, as any spreadsheet reads it. */
function readLine(line: string): string[] {
  const cells: string[] = [];
  let rest = line.replace(/\r\n$/, "");
  for (;;) {
    const quoted = /^"((?:[^"]|"")*)"/.exec(rest);
    const text = quoted ? quoted[0] : (/^[^,]*/.exec(rest)?.[0] ?? "");
    cells.push(quoted ? (quoted[1] ?? "").replaceAll('""', '"') : text);
    rest = rest.slice(text.length);
    if (rest === "") return cells;
    rest = rest.slice(1);
  }
}

describe("a line of a table", () => {
  it.each([
    "=1+1",
    "+1+1",
    "-1+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "  =HYPERLINK(A1)",
    "\uFEFF=1",
    "\u00A0=1",
    '=cmd|"/c"',
    "|x",
    "＝1+1",
    "＠SUM(A1)",
  ])("never begins a cell that a spreadsheet would run: %j", (text) => {
    const [cell = ""] = readLine(csvLine([text]));
    expect(cell).toBe(`'${text}`);
  });

  it("leaves amounts amounts, negative ones too", () => {
    const at = new Date("2026-11-21T12:00:00.000Z");
    expect(csvLine(["-12.50", "1900", -3, 4n, true, null, at])).toBe(
      "-12.50,1900,-3,4,true,,2026-11-21T12:00:00.000Z\r\n",
    );
  });

  it("gives back every text as it was, whatever it holds", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" }), { minLength: 1, maxLength: 6 }), (texts) => {
        const read = readLine(csvLine(texts));
        expect(read).toHaveLength(texts.length);
        for (const [index, text] of texts.entries()) expect([text, `'${text}`]).toContain(read[index]);
      }),
      { numRuns: 3_000 },
    );
  });
});

it("a table says that it is UTF-8, then its headings, then its lines as they come", async () => {
  async function* rows(): AsyncGenerator<Cell[]> {
    yield ["Zoë", 1];
    yield ['a "b", c', 2];
  }
  const lines: string[] = [];
  for await (const line of csvTable(["name", "n"], rows())) lines.push(line);
  expect(lines).toEqual(["\uFEFFname,n\r\n", "Zoë,1\r\n", '"a ""b"", c",2\r\n']);
});
