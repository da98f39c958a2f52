import { expect, test } from "vitest";
import { Cached } from "#lib/core/cached.ts";
import { fixedClock } from "#lib/core/clock.ts";

function open(max = 10) {
  const clock = fixedClock("2026-11-21T12:00:00Z");
  const asked: string[] = [];
  let fails = false;
  const cache = new Cached<string>({
    clock,
    max,
    freshForMs: () => 1_000,
    load: async (key) => {
      asked.push(key);
      if (fails) throw new Error("down");
      return `${key}${asked.length}`;
    },
  });
  return {
    cache,
    clock,
    asked,
    fail: (value: boolean) => {
      fails = value;
    },
  };
}

test("a thousand callers at once share one load", async () => {
  const { cache, asked } = open();
  const answers = await Promise.all(Array.from({ length: 1_000 }, async () => cache.get("a")));
  expect(new Set(answers)).toEqual(new Set(["a1"]));
  expect(asked).toEqual(["a"]);
});

test("an answer is used until its time is over, and not a moment longer", async () => {
  const { cache, clock, asked } = open();
  await cache.get("a");
  clock.advance(999);
  expect(await cache.get("a")).toBe("a1");
  clock.advance(1);
  expect(await cache.get("a")).toBe("a2");
  expect(asked).toHaveLength(2);
});

test("a failure is not remembered, and the last answer stays readable with its age", async () => {
  const { cache, clock, fail } = open();
  await cache.get("a");
  clock.advance(5_000);
  fail(true);
  await expect(async () => cache.get("a")).rejects.toThrow("down");
  expect(cache.last("a")).toEqual({ value: "a1", ageMs: 5_000 });
  fail(false);
  expect(await cache.get("a")).toBe("a3");
});

test("a clock that goes back makes nothing fresh for longer", async () => {
  const { cache, clock } = open();
  await cache.get("a");
  clock.advance(-60_000);
  expect(await cache.get("a")).toBe("a2");
});

test("it never holds more than it may, and drops what was used longest ago", async () => {
  const { cache } = open(2);
  await cache.get("a");
  await cache.get("b");
  await cache.get("a");
  await cache.get("c");
  expect(cache.size).toBe(2);
  expect(cache.last("b")).toBeNull();
  expect(cache.last("a")).not.toBeNull();
});
