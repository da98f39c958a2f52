import fc from "fast-check";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type BooksStage, openBooksStage } from "#tests/support/books-stage.ts";
import { type Lane, liveMany } from "#tests/support/histories/live-many.ts";

/** `npm run bench -- books` plays many more. */
const count = 20_000;
const lanes: (Lane & { stage: BooksStage })[] = [];

beforeAll(async () => {
  // One waits for the database while the other reckons.
  for (let lane = 0; lane < 2; lane += 1) {
    const stage = await openBooksStage();
    const admin = postgres(stage.database.superUrl, { max: 1, onnotice: () => {} });
    lanes.push({ stage, admin, services: stage.services });
  }
});
afterAll(async () => {
  for (const { admin, stage } of lanes) {
    await admin.end();
    await stage.close();
  }
});

test("after each stage of 20,000 random histories the books are what facts and terms come to by hand, to the unit", async () => {
  const [seed = 1] = fc.sample(fc.integer({ min: 1, max: 2 ** 30 }), 1);
  const { failures, histories, forgotten } = await liveMany(lanes, {
    seed,
    isOver: (begun) => begun >= count,
  });
  expect(failures).toEqual([]);
  expect(histories).toBe(count);
  expect(forgotten, "some are about people who were forgotten on the way").toBeGreaterThan(0);
}, 900_000);
