import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rebuildBalances } from "#lib/ledger/index.ts";
import { happening } from "#tests/support/book-model.ts";
import { BookPlay } from "#tests/support/book-play.ts";
import { type BooksStage, openBooksStage } from "#tests/support/books-stage.ts";

let stage: BooksStage;
beforeAll(async () => {
  stage = await openBooksStage();
});
afterAll(() => stage.close());

test("payments, refunds, disputes, payouts and repetitions leave the books as the model says, at each step", async () => {
  // A review is decided about referrals, not sales; it has tests of its own.
  const history = fc.array(
    happening.filter(({ kind }) => kind !== "review"),
    { minLength: 4, maxLength: 9 },
  );
  await fc.assert(
    fc.asyncProperty(history, async (events) => {
      const play = await BookPlay.open(stage.services);
      for (const event of events) {
        await play.happens(event);
        const { stored, expected, books, again } = await play.standing();
        expect(stored).toEqual(expected);
        expect(books).toMatchObject({ unbalanced: [], wrongBalances: [] });
        expect(again).toBe(0);
      }
      expect(await rebuildBalances(play.scene.system)).toBe(0);
    }),
    { numRuns: 20 },
  );
});
