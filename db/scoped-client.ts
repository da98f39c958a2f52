import type postgres from "postgres";

type Unsafe = postgres.Sql["unsafe"];

export type ScopedClient = {
  /** For drizzle; it opens transactions inside `scoped` only. */
  sql: postgres.Sql;
  /** `begin` opens a transaction, before its first pause; `statement` is the first that is sent in it. */
  scoped<T>(statement: string, begin: () => Promise<T>): Promise<T>;
};

/**
 * A client whose every transaction begins with the statement that sets its scope, and whose statements are
 * prepared once per connection. The scope travels with the first statement of the transaction instead of being
 * waited for, and a prepared statement needs one trip instead of two.
 */
export function scopedClient(client: postgres.Sql): ScopedClient {
  const isWorthPreparing = recurring();
  let scope: string | null = null;

  const preparing = (unsafe: Unsafe): Unsafe =>
    ((text: string, values: never[] = [], options: object = {}) =>
      unsafe(text, values, { ...options, prepare: isWorthPreparing(text, values.length) })) as Unsafe;

  // Kept aside: below, the client's own way to open a transaction is replaced.
  const open = client.begin;
  const begin = (work: (tx: postgres.TransactionSql) => Promise<unknown>) => {
    const statement = scope;
    scope = null;
    if (statement === null) throw new Error("A transaction was opened without a scope");
    return open(async (tx) => {
      const scoping = tx.unsafe(statement).execute();
      // Without its scope the transaction is broken, and every statement of the work says so.
      scoping.catch(() => undefined);
      const result = await work(Object.assign(tx, { unsafe: preparing(tx.unsafe) }));
      await scoping;
      return result;
    });
  };

  return {
    sql: Object.assign(client, { unsafe: preparing(client.unsafe), begin: begin as typeof client.begin }),
    scoped(statement, begin) {
      scope = statement;
      try {
        return begin();
      } finally {
        scope = null;
      }
    },
  };
}

/** Statements of lists have a text for each length, so only those that come again are kept, and not all of them. */
const mostPrepared = 400;
const mostSeenOnce = 2_000;
const mostParameters = 120;

function recurring(): (text: string, parameters: number) => boolean {
  const kept = new Set<string>();
  let seen = new Set<string>();
  return (text, parameters) => {
    if (kept.has(text)) return true;
    if (parameters === 0 || parameters > mostParameters || kept.size >= mostPrepared) return false;
    if (!seen.has(text)) {
      if (seen.size >= mostSeenOnce) seen = new Set();
      seen.add(text);
      return false;
    }
    seen.delete(text);
    kept.add(text);
    return true;
  };
}
