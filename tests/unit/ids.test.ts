import { expect, test } from "vitest";
import { z } from "zod";
import { newId } from "#lib/core/ids.ts";

test("ids of one millisecond sort in the order they were made, and none comes twice", () => {
  const at = new Date("2026-11-21T12:00:00.000Z");
  const ids = Array.from({ length: 20_000 }, () => newId(at));
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
});

test("ids sort by the instant they were made at, and are UUIDs of version 7", () => {
  const ids = [1, 1000, 1_700_000_000_000, 1_800_000_000_000].map((ms) => newId(new Date(ms)));
  expect(ids.toSorted()).toEqual(ids);
  for (const id of ids) expect(z.uuidv7().safeParse(id).success, id).toBe(true);
});
