import fc from "fast-check";
import { rebuildBalances } from "#lib/ledger/index.ts";
import { checkModel, checkOrder } from "#tests/support/book-checks.ts";
import { BookModel, type Happening, happening } from "#tests/support/book-model.ts";
import { BookPlay } from "#tests/support/book-play.ts";
import { openTestServices } from "#tests/support/context.ts";
import type { Figure } from "./harness.ts";
import { atMost, openStack } from "./harness.ts";

const IN_MEMORY = 200_000;
const IN_DATABASE = 200;

/** The long run of what the suite does in short: random histories of an affiliate, and whether the books bear them. */
export async function run(): Promise<Figure[]> {
  const seed = Date.now();
  const history = fc.array(happening, { minLength: 1, maxLength: 12 });
  let wrong = 0;
  for (const events of fc.sample(history, { numRuns: IN_MEMORY, seed }))
    wrong += failures("in memory", events, () => liveInMemory(events));

  await using stack = await openStack();
  const services = openTestServices(stack.appUrl, { max: 4 });
  let different = 0;
  // A review is decided about referrals, not sales; the suite has tests of it.
  const told = history.map((events) => events.filter(({ kind }) => kind !== "review"));
  for (const events of fc.sample(told, { numRuns: IN_DATABASE, seed }))
    different += await liveInDatabase(services, events);
  await services.db.close();
  const note = `seed ${seed}`;
  return [
    {
      what: `random histories of ${IN_MEMORY} after which the books are wrong`,
      value: wrong,
      unit: "",
      target: atMost(0),
      note,
    },
    {
      what: `random histories of ${IN_DATABASE} in which database and model differ`,
      value: different,
      unit: "",
      target: atMost(0),
      note,
    },
  ];
}

function liveInMemory(events: readonly Happening[]): void {
  const model = new BookModel();
  for (const event of events) {
    model.happens(event);
    checkModel(model);
  }
  checkOrder(model);
}

function failures(where: string, events: readonly Happening[], live: () => void): number {
  try {
    live();
    return 0;
  } catch (error) {
    console.error(`${where}: ${String(error)} after ${JSON.stringify(events)}`);
    return 1;
  }
}

async function liveInDatabase(
  services: ReturnType<typeof openTestServices>,
  events: readonly Happening[],
): Promise<number> {
  const play = await BookPlay.open(services);
  for (const event of events) {
    await play.happens(event);
    const { stored, expected, books, again } = await play.standing();
    const same = JSON.stringify(stored, plain) === JSON.stringify(expected, plain);
    const isProved = books.unbalanced.length === 0 && books.wrongBalances.length === 0;
    const isRebuilt = (await rebuildBalances(play.scene.system)) === 0;
    const isRight = () => {
      if (!same || !isProved || !isRebuilt || again !== 0) throw new Error("database and model differ");
    };
    if (failures("in the database", events, isRight) > 0) return 1;
  }
  return 0;
}

function plain(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}
