import fc from "fast-check";
import { expect, it } from "vitest";
import { csvLine } from "#lib/core/csv.ts";
import { countRows, newRowCount } from "#lib/core/row-count.ts";

it("the rows of a table are counted right wherever its bytes are cut, and whatever its cells hold", () => {
  const cell = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom('"', "\r\n", '"\n"', "a\nb", ""));
  const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { maxLength: 8 });
  fc.assert(
    fc.property(table, fc.integer({ min: 1, max: 9 }), (rows, step) => {
      const text = ["\uFEFF", csvLine(["a", "b"]), ...rows.map(csvLine)].join("");
      const bytes = new TextEncoder().encode(text);
      const count = newRowCount();
      for (let from = 0; from < bytes.length; from += step)
        countRows(count, bytes.subarray(from, from + step));
      expect(count.rows).toBe(rows.length);
    }),
    { numRuns: 2_000 },
  );
});
