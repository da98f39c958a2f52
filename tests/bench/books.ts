import fc from "fast-check";
import { rebuildBalances } from "#lib/ledger/index.ts";
import { checkModel, checkOrder } from "#tests/support/book-checks.ts";
import { BookModel, type Happening, happening } from "#tests/support/book-model.ts";
import { BookPlay } from "#tests/support/book-play.ts";
import { openTestServices } from "#tests/support/context.ts";
import { liveMany } from "#tests/support/histories/live-many.ts";
import type { BenchStack, Figure } from "./harness.ts";
import { atLeast, exactly, openStack } from "./harness.ts";

const IN_MEMORY = 200_000;
/** As long as this, and never fewer than the suite lives. */
const IN_SETS_MS = 600_000;
const AT_LEAST_IN_SETS = 20_000;
const THROUGH_ALL = 200;

/** The long run of what the suite does in short: random histories of an affiliate, and whether the books bear them. */
export async function run(): Promise<Figure[]> {
  const seed = Date.now();
  const history = fc.array(happening, { minLength: 1, maxLength: 12 });
  const inMemory = await live(fc.sample(history, { numRuns: IN_MEMORY, seed }), (events) =>
    failures("in memory", events, () => liveInMemory(events)),
  );

  await using stack = await openStack();
  await using other = await openStack();
  const lanes = [stack, other].map(({ admin, appUrl }) => {
    return { admin, services: openTestServices(appUrl, { max: 4 }) };
  });
  const began = performance.now();
  const passed = () => performance.now() - began;
  const inSets = await liveMany(lanes, {
    seed: seed % 2 ** 30,
    isOver: (begun) => begun >= AT_LEAST_IN_SETS && passed() > IN_SETS_MS,
  });
  const setsPerSecond = inSets.histories / (passed() / 1_000);
  for (const what of inSets.failures) console.error(what);
  const services = openTestServices(stack.appUrl, { max: 4 });
  // A review is decided about referrals, not sales; the suite has tests of it.
  const told = history.map((events) => events.filter(({ kind }) => kind !== "review"));
  const inDatabase = await live(fc.sample(told, { numRuns: THROUGH_ALL, seed }), (events) =>
    liveInDatabase(services, events),
  );
  for (const { db } of [services, ...lanes.map((lane) => lane.services)]) await db.close();
  const left = await leftBehind(stack);
  const note = `seed ${seed}`;
  const number = (of: number) => of.toLocaleString("en-US");
  const none = (what: string, value: number): Figure => ({ what, value, unit: "", target: exactly(0), note });
  return [
    { what: "random histories in memory", value: inMemory.perSecond, unit: "/s", target: null },
    none(`of ${number(IN_MEMORY)}: after which the books are wrong`, inMemory.failed),
    {
      what: "random histories in the database, 250 side by side",
      value: inSets.histories,
      unit: "",
      target: atLeast(AT_LEAST_IN_SETS),
      note: `${setsPerSecond.toFixed(0)} /s; ${inSets.forgotten} people were forgotten on the way`,
    },
    none(
      `of ${number(inSets.histories)}: after which the books are not what they come to by hand`,
      inSets.failures.length,
    ),
    { what: "random histories through every layer", value: inDatabase.perSecond, unit: "/s", target: null },
    none(`of ${number(THROUGH_ALL)}: in which database and model differ`, inDatabase.failed),
    none(`of ${number(left.units)} books by unit: that do not sum to zero`, left.unbalanced),
    none(`of ${number(left.accounts)} balances: that are not the sum of their entries`, left.wrong),
  ];
}

async function live(
  histories: readonly Happening[][],
  one: (events: readonly Happening[]) => number | Promise<number>,
): Promise<{ failed: number; perSecond: number }> {
  const began = performance.now();
  let failed = 0;
  for (const events of histories) failed += await one(events);
  return { failed, perSecond: histories.length / ((performance.now() - began) / 1_000) };
}

/** All communities together, asked of the tables themselves and not of the code that fills them. */
async function leftBehind({ admin }: BenchStack) {
  const [sums] = await admin<{ units: number; unbalanced: number }[]>`
    SELECT count(*)::int AS units, count(*) FILTER (WHERE total <> 0)::int AS unbalanced
      FROM (SELECT sum(amount) AS total FROM ledger_entries GROUP BY company_id, unit) AS books`;
  const [balances] = await admin<{ accounts: number; wrong: number }[]>`
    SELECT count(*)::int AS accounts, count(*) FILTER (WHERE balance IS DISTINCT FROM summed)::int AS wrong
      FROM (SELECT company_id, account_id, sum(amount) AS summed FROM ledger_entries GROUP BY 1, 2) AS entries
      FULL JOIN ledger_balances USING (company_id, account_id)`;
  return { units: 0, unbalanced: 0, accounts: 0, wrong: 0, ...sums, ...balances };
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
