import type { Database } from "#db/client.ts";
import { chunksOf } from "./chunks.ts";
import type { Ctx } from "./context.ts";
import { transact } from "./context.ts";

/** How long a kind of read kept its connection the last time; before the first, all count alike. */
type Kind = { tookMs: number };
/** As many keys of one kind as are read at once. */
type Piece = { kind: Kind; answer(ctx: Ctx): Promise<void>; fail(error: unknown): void };
/** What one kind of read has been asked for and not yet begun. */
type Part = {
  isTaken: boolean;
  /** How many wait for it. */
  readers(): number;
  pieces(): Piece[];
};
/** The parts of one company that wait for the next batch; how many batches are under way, with how many readers. */
type Line = { parts: Part[]; underWay: number; readers: number };

/** One batch is read by the database while the answers of another are made of it here. */
const mostUnderWay = 2;
/**
 * Beside so many readers no batch is begun: what collects meanwhile is read in one go, which is the lesser work. So
 * large a batch has all the connections that the batches of a company may have.
 */
const manyReaders = 100;

const lines = new WeakMap<Database, Map<string, Line>>();

type Options<V> = {
  /** Reads some keys of one company, in one transaction of it. Keys without a value are left out. */
  load: (ctx: Ctx, keys: string[]) => Promise<Map<string, V>>;
  /** Keys per call of `load`. */
  mostKeys: number;
};

/**
 * Reads that arrive together share one transaction, or two when they are many, and those of one kind one query:
 * while the batches of a company are on their way, whatever else is asked about it collects for the next. An idle
 * database is asked at once, so a single read loses nothing; and no answer is older than its question.
 */
export function batchedRead<V>(options: Options<V>): (ctx: Ctx, key: string) => Promise<V | undefined> {
  const kind = { tookMs: 1 };
  const open = new WeakMap<Line, ReturnType<typeof newPart<V>>>();
  return (ctx, key) => {
    // Inside a transaction the read must see that transaction's own writes.
    if (ctx.tx) return options.load(ctx, [key]).then((values) => values.get(key));
    const line = lineOf(ctx);
    let part = open.get(line);
    if (!part || part.isTaken) {
      part = newPart(kind, options);
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
    const pieces = parts.flatMap((part) => part.pieces());
    if (readers < manyReaders) await readTogether(ctx, pieces);
    else await readBeside(ctx, pieces);
    line.readers -= readers;
  }
  line.underWay -= 1;
  if (line.underWay === 0) lines.get(ctx.db)?.delete(ctx.companyId);
}

/** Over two connections, shared out so that they end together if each piece takes as long as the last of its kind. */
async function readBeside(ctx: Ctx, pieces: readonly Piece[]): Promise<void> {
  const lanes = Array.from({ length: mostUnderWay }, () => ({ pieces: [] as Piece[], tookMs: 0 }));
  for (const piece of pieces.toSorted((a, b) => b.kind.tookMs - a.kind.tookMs)) {
    const lane = lanes.reduce((one, other) => (other.tookMs < one.tookMs ? other : one));
    lane.pieces.push(piece);
    lane.tookMs += piece.kind.tookMs;
  }
  await Promise.all(lanes.map(({ pieces }) => readTogether(ctx, pieces)));
}

/** All are sent at once over one connection, which answers one after the other. */
async function readTogether(ctx: Ctx, pieces: readonly Piece[]): Promise<void> {
  if (pieces.length === 0) return;
  try {
    await transact(ctx, (_tx, ctx) => answerAll(ctx, pieces));
  } catch (error) {
    // One read that fails takes the transaction with it, so then each has one of its own.
    for (const piece of pieces) {
      if (pieces.length === 1) piece.fail(error);
      else await transact(ctx, (_tx, ctx) => piece.answer(ctx)).catch((error: unknown) => piece.fail(error));
    }
  }
}

/**
 * One that fails does not end the transaction before the others have: what they asked after its end would have no
 * company, and be answered with nothing.
 */
async function answerAll(ctx: Ctx, pieces: readonly Piece[]): Promise<void> {
  let since = performance.now();
  const ends = await Promise.allSettled(
    pieces.map(async (piece) => {
      await piece.answer(ctx);
      const now = performance.now();
      piece.kind.tookMs = now - since;
      since = now;
    }),
  );
  for (const end of ends) if (end.status === "rejected") throw end.reason;
}

type Waiting<V> = {
  key: string;
  resolve: (value: V | undefined) => void;
  reject: (error: unknown) => void;
};

function newPart<V>(
  kind: Kind,
  { load, mostKeys }: Options<V>,
): Part & { ask(key: string): Promise<V | undefined> } {
  const waiting: Waiting<V>[] = [];
  const pieceOf = (keys: string[]): Piece => {
    const asked = new Set(keys);
    // In the order in which they asked, so that nobody waits for those who came later.
    const readers = waiting.filter(({ key }) => asked.has(key));
    return {
      kind,
      async answer(ctx) {
        const values = await load(ctx, keys);
        for (const { key, resolve } of readers) resolve(values.get(key));
      },
      // Who has been answered before the batch broke keeps the answer.
      fail(error) {
        for (const { reject } of readers) reject(error);
      },
    };
  };
  return {
    isTaken: false,
    readers: () => waiting.length,
    pieces: () => chunksOf([...new Set(waiting.map(({ key }) => key))], mostKeys).map(pieceOf),
    ask: (key) => new Promise((resolve, reject) => waiting.push({ key, resolve, reject })),
  };
}
