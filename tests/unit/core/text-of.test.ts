import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { expect, it } from "vitest";
import { asShared, textOf } from "#lib/core/text-of.ts";

const anything = () =>
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, maxDepth: 3 });

it("a text tells values apart exactly where they differ", () => {
  fc.assert(
    fc.property(anything(), anything(), (a, b) => {
      expect(textOf(structuredClone(a))).toBe(textOf(a));
      if (textOf(a) === textOf(b)) expect(isDeepStrictEqual(a, b)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

it("one thing in two places reads as two that are alike, and what runs together stays apart", () => {
  const one = { at: new Date(5), many: 3n };
  expect(textOf([one, one])).toBe(textOf([{ ...one }, { ...one }]));
  expect(textOf(["ab", "c"])).not.toBe(textOf(["a", "bc"]));
  expect(textOf({ a: "1" })).not.toBe(textOf({ a: 1 }));
  expect(textOf({ a: null })).not.toBe(textOf({ a: undefined }));
  expect(textOf([[1], 2])).not.toBe(textOf([[1, 2]]));
  expect(textOf([1n])).not.toBe(textOf([1]));
});

it("what is no plain data has no text", () => {
  expect(() => textOf({ go: () => 1 })).toThrow(TypeError);
  expect(() => textOf([new (class Money {})()])).toThrow(TypeError);
});

it("what is shared tells values apart as well, reads the same again and again, and cannot be changed", () => {
  fc.assert(
    fc.property(fc.object({ maxDepth: 2 }), fc.object({ maxDepth: 2 }), (value, other) => {
      const shared = asShared(value);
      const text = textOf([shared, 1]);
      expect(textOf([shared, 1])).toBe(text);
      expect(textOf([asShared(structuredClone(value)), 1])).toBe(text);
      expect(textOf([asShared(other), 1]) === text).toBe(isDeepStrictEqual(value, other));
    }),
  );
  const long = "a".repeat(200);
  expect(textOf(asShared({ long })).length).toBeLessThan(100);
  expect(textOf(asShared({ long }))).not.toBe(textOf(asShared({ long: `${long}b` })));
  const row = asShared({ place: 1, member: { name: "Ada" } });
  expect(() => Object.assign(row.member, { name: "Bob" })).toThrow(TypeError);
});
