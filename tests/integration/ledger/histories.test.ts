import fc from "fast-check";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type BooksStage, openBooksStage } from "#tests/support/books-stage.ts";
import { liveMany } from "#tests/support/live-many.ts";

let stage: BooksStage;
let admin: postgres.Sql;
beforeAll(async () => {
  stage = await openBooksStage();
  admin = postgres(stage.database.adminUrl, { max: 1, onnotice: () => {} });
});
afterAll(async () => {
  await admin.end();
  await stage.close();
});

test("after 1,500 random histories the books in the database are what the model says, at each step", async () => {
  const seed = fc.sample(fc.integer({ min: 1, max: 2 ** 31 - 1 }), 1)[0] ?? 1;
  expect(await liveMany(stage.services, { count: 1_500, seed, analyze: () => admin`ANALYZE` })).toEqual([]);
}, 600_000);
