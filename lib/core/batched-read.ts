import type { Database } from "#db/client.ts";
import { chunksOf } from "./chunks.ts";
import type { Ctx } from "./context.ts";
import { transact } from "./context.ts";

/** What one kind of read has been asked for and not yet begun. */
type Part = {
  isTaken: boolean;
  /** How many wait for it. */
  readers(): number;
  answer(ctx: Ctx): Promise<void>;
  fail(error: unknown): void;
};
/** The parts of one company that wait for the next batch; how many batches are under way, with how many readers. */
type Line = { parts: Part[]; underWay: number; readers: number };

/** One batch is read by the database while the answers of another are made of it here. */
const mostUnderWay = 2;
/** Beside so many readers no batch is begun: what collects meanwhile is read in one go, which is the lesser work. */
const manyReaders = 100;

const lines = new WeakMap<Database, Map<string, Line>>();

type Options<V> = {
  /** Reads some keys of one company, in one transaction of it. Keys without a value are left out. */
  load: (ctx: Ctx, keys: string[]) => Promise<Map<string, V>>;
  /** Keys per call of `load`. */
  mostKeys: number;
};

/**
 * Reads that arrive together share one transaction, and those of one kind one query: while the batches of a
 * company are on their way, whatever else is asked about it collects for the next. An idle database is asked at
 * once, so a single read loses nothing; and no answer is older than its question.
 */
export function batchedRead<V>(options: Options<V>): (ctx: Ctx, key: string) => Promise<V | undefined> {
  const open = new WeakMap<Line, ReturnType<typeof newPart<V>>>();
  return (ctx, key) => {
    // Inside a transaction the read must see that transaction's own writes.
    if (ctx.tx) return options.load(ctx, [key]).then((values) => values.get(key));
    const line = lineOf(ctx);
    let part = open.get(line);
    if (!part || part.isTaken) {
      part = newPart(options);
      open.set(line, part);
      line.parts.push(part);
    }
    const answer = part.ask(key);
    if (line.underWay < mostUnderWay && line.readers < manyReaders)
      void run({ ...ctx, actor: { kind: "system", name: "batched-read" } }, line);
    return answer;
  };
}

/** The same for what does not depend on who asks: all who wait share one answer. */
export function sharedRead<V>(load: (ctx: Ctx) => Promise<V>): (ctx: Ctx) => Promise<V> {
  const read = batchedRead<{ value: V }>({
    mostKeys: 1,
    load: async (ctx, [key = ""]) => new Map([[key, { value: await load(ctx) }]]),
  });
  return async (ctx) => {
    const found = await read(ctx, "");
    if (!found) throw new Error("A shared read answered nothing");
    return found.value;
  };
}

function lineOf({ db, companyId }: Ctx): Line {
  const ofDatabase = lines.get(db) ?? new Map<string, Line>();
  lines.set(db, ofDatabase);
  const line = ofDatabase.get(companyId) ?? { parts: [], underWay: 0, readers: 0 };
  ofDatabase.set(companyId, line);
  return line;
}

async function run(ctx: Ctx, line: Line): Promise<void> {
  line.underWay += 1;
  // Whatever else arrives in this turn of the event loop goes into the same batch.
  await new Promise((resolve) => setImmediate(resolve));
  while (line.parts.length > 0) {
    const parts = line.parts;
    line.parts = [];
    for (const part of parts) part.isTaken = true;
    const readers = parts.reduce((sum, part) => sum + part.readers(), 0);
    line.readers += readers;
    await readTogether(ctx, parts);
    line.readers -= readers;
  }
  line.underWay -= 1;
  if (line.underWay === 0) lines.get(ctx.db)?.delete(ctx.companyId);
}

/** One read that fails takes the transaction with it, so then each has one of its own. */
async function readTogether(ctx: Ctx, parts: readonly Part[]): Promise<void> {
  try {
    await transact(ctx, (_tx, ctx) => Promise.all(parts.map((part) => part.answer(ctx))));
  } catch (error) {
    for (const part of parts) {
      if (parts.length === 1) part.fail(error);
      else await transact(ctx, (_tx, ctx) => part.answer(ctx)).catch((error: unknown) => part.fail(error));
    }
  }
}

type Waiting<V> = {
  key: string;
  resolve: (value: V | undefined) => void;
  reject: (error: unknown) => void;
};

function newPart<V>({ load, mostKeys }: Options<V>): Part & { ask(key: string): Promise<V | undefined> } {
  const waiting: Waiting<V>[] = [];
  return {
    isTaken: false,
    readers: () => waiting.length,
    ask: (key) => new Promise((resolve, reject) => waiting.push({ key, resolve, reject })),
    async answer(ctx) {
      const keys = [...new Set(waiting.map(({ key }) => key))];
      const values = new Map<string, V>();
      for (const some of chunksOf(keys, mostKeys))
        for (const [key, value] of await load(ctx, some)) values.set(key, value);
      for (const { key, resolve } of waiting) resolve(values.get(key));
    },
    // Who has been answered before the batch broke keeps the answer.
    fail(error) {
      for (const { reject } of waiting) reject(error);
    },
  };
}
