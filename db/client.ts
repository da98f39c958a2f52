import type { PostgresJsDatabase } from "drizzle-orm/postgres-js";
import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import * as schema from "./schema/index.ts";
import { scopedClient } from "./scoped-client.ts";

export type TenantTx = Parameters<Parameters<PostgresJsDatabase<typeof schema>["transaction"]>[0]>[0];
/** The same connection type, under a scope that sees the undistributed tables of every company. */
export type MachineryTx = TenantTx;

export type Database = {
  /** The only way to a tenant's rows: a transaction that sees and writes one company. */
  withTenant<T>(companyId: string, actor: string, fn: (tx: TenantTx) => Promise<T>): Promise<T>;
  /** A transaction over the inbox, the timers, the directories and the queue; it sees no tenant's rows. */
  withMachinery<T>(fn: (tx: MachineryTx) => Promise<T>): Promise<T>;
  /** Raw client for the batched hot paths, which go through SQL functions. Never used for tenant tables. */
  hot: postgres.Sql;
  /** As `hot`, over one connection of its own: what is sent is carried out in that order, and need not wait to be sent. */
  openPipeline(): postgres.Sql;
  close(): Promise<void>;
};

export type OpenOptions = {
  /** Connections for transactions. */
  max?: number;
  /** Connections for the batched hot paths. */
  hotMax?: number;
  /**
   * How long a transaction may wait for its beginning, in milliseconds; without a limit when it is left out. It is
   * for whoever keeps people waiting: a database that is frozen or cut off refuses nothing, it only does not answer.
   */
  beginWithinMs?: number;
  applicationName?: string;
};

const companyIdShape = /^biz_[A-Za-z0-9_-]{1,60}$/;
const actorShape = /^[A-Za-z0-9:._-]{1,80}$/;

/** The driver's own pauses grow to 20 s, with the failures of all connections together; a restart takes a second. */
function reconnectAfterSeconds(failures: number): number {
  return Math.min(0.05 * failures, 0.5) * (0.5 + Math.random() / 2);
}

/** Opens the pools. The url is the app's role; it owns nothing and row-level security applies to it. */
export function openDatabase(url: string, options: OpenOptions = {}): Database {
  const shared = {
    onnotice: () => {},
    connect_timeout: 5,
    idle_timeout: 60,
    backoff: reconnectAfterSeconds,
    connection: { application_name: options.applicationName ?? "referly" },
  };
  const client = scopedClient(postgres(url, { ...shared, max: options.max ?? 10 }));
  const hot = postgres(url, { ...shared, max: options.hotMax ?? 4 });
  const pools = [client.sql, hot];
  const database = drizzle(client.sql, { schema });
  const begin = <T>(scope: string, fn: (tx: TenantTx) => Promise<T>): Promise<T> =>
    begunWithin(options.beginWithinMs, fn, (work) => client.scoped(scope, () => database.transaction(work)));

  return {
    withTenant(companyId, actor, fn) {
      if (!companyIdShape.test(companyId)) throw new Error("withTenant needs a valid company id");
      if (!actorShape.test(actor)) throw new Error("withTenant needs a valid actor label");
      // SET LOCAL with literals, because set_config() does not reach the workers of a distributed database.
      return begin(`SET LOCAL app.company_id = '${companyId}'`, fn);
    },
    withMachinery(fn) {
      return begin("SET LOCAL app.scope = 'machinery'", fn);
    },
    hot,
    openPipeline() {
      const pipeline = postgres(url, { ...shared, max: 1 });
      pools.push(pipeline);
      return pipeline;
    },
    async close() {
      await Promise.all(pools.map((pool) => pool.end({ timeout: 5 })));
    },
  };
}

/** Whoever was told that the database does not answer is not surprised by what it does later: nothing. */
function begunWithin<T, Tx>(
  ms: number | undefined,
  fn: (tx: Tx) => Promise<T>,
  open: (work: (tx: Tx) => Promise<T>) => Promise<T>,
): Promise<T> {
  if (ms === undefined) return open(fn);
  return new Promise((resolve, reject) => {
    let isLate = false;
    const noAnswer = () =>
      Object.assign(new Error(`The database began no transaction within ${ms} ms`), { code: "ETIMEDOUT" });
    const timer = setTimeout(() => {
      isLate = true;
      reject(noAnswer());
    }, ms);
    const work = (tx: Tx) => {
      if (isLate) throw noAnswer();
      clearTimeout(timer);
      return fn(tx);
    };
    open(work)
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}

/** True for an id that may become a tenant; pages and routes check it before they open a transaction. */
export function isCompanyId(value: string): boolean {
  return companyIdShape.test(value);
}
