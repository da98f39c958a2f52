import type { Database } from "#db/client.ts";
import type { Ctx } from "./context.ts";
import { transact } from "./context.ts";

type Waiting<V> = { key: string; resolve: (value: V | undefined) => void; reject: (error: unknown) => void };
type Line<V> = { waiting: Waiting<V>[]; isRunning: boolean };

/**
 * Reads by key that arrive together share one query: while one is on its way, the others of the same company
 * collect for the next. An idle database is asked at once, so a single read loses nothing.
 */
export function batchedRead<V>(options: {
  /** Reads all keys of one company, in one transaction of it. Keys without a value are left out. */
  load: (ctx: Ctx, keys: string[]) => Promise<Map<string, V>>;
  mostKeys: number;
}): (ctx: Ctx, key: string) => Promise<V | undefined> {
  const lines = new WeakMap<Database, Map<string, Line<V>>>();

  const run = async (ctx: Ctx, line: Line<V>) => {
    line.isRunning = true;
    // Whatever else arrived in this turn of the event loop goes into the same query.
    await new Promise((resolve) => setImmediate(resolve));
    while (line.waiting.length > 0) {
      const batch = line.waiting.splice(0, options.mostKeys);
      const keys = [...new Set(batch.map((one) => one.key))];
      try {
        const values = await transact(ctx, (_tx, ctx) => options.load(ctx, keys));
        for (const { key, resolve } of batch) resolve(values.get(key));
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    line.isRunning = false;
  };

  return (ctx, key) => {
    // Inside a transaction the read must see that transaction's own writes.
    if (ctx.tx) return options.load(ctx, [key]).then((values) => values.get(key));
    const ofDatabase = lines.get(ctx.db) ?? new Map<string, Line<V>>();
    lines.set(ctx.db, ofDatabase);
    const line = ofDatabase.get(ctx.companyId) ?? { waiting: [], isRunning: false };
    ofDatabase.set(ctx.companyId, line);
    return new Promise((resolve, reject) => {
      line.waiting.push({ key, resolve, reject });
      if (line.isRunning) return;
      const system: Ctx = { ...ctx, actor: { kind: "system", name: "batched-read" } };
      void run(system, line).finally(() => {
        if (line.waiting.length === 0) ofDatabase.delete(ctx.companyId);
      });
    });
  };
}
