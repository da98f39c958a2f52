import { sql } from "drizzle-orm";
import { type Migration, readMigrations } from "#db/migrate.ts";
import type { AppServices } from "./services.ts";

type Check = { ok: boolean; message: string };

export type Readiness = {
  ready: boolean;
  checks: { database: Check; migrations: Check; signIn: Check };
  /** The process ends what is under way and wants no new visitors. */
  draining: boolean;
  /** Figures of this process, such as clicks that wait for the database or were lost. */
  gauges: Record<string, Record<string, number | boolean>>;
};

const patienceMs = 2_500;

/** Whether this process can serve people now, and if not, why; names no address and no secret. */
export async function readiness(services: AppServices): Promise<Readiness> {
  const [[database, migrations], signIn] = await Promise.all([
    checkDatabase(services),
    checkSignIn(services),
  ]);
  const gauges = Object.fromEntries([...services.gauges].map(([name, read]) => [name, read()]));
  const draining = gauges.server?.draining === true;
  return {
    ready: database.ok && migrations.ok && signIn.ok && !draining,
    draining,
    checks: { database, migrations, signIn },
    gauges,
  };
}

async function checkDatabase({ db, log }: AppServices): Promise<[Check, Check]> {
  const applied = db.withMachinery(async (tx) => {
    const rows = await tx.execute<{ tag: string; hash: string }>(
      sql`SELECT tag, hash FROM drizzle.migrations`,
    );
    return new Map(rows.map((row) => [row.tag, row.hash]));
  });
  const database = { ok: true, message: "It answers." };
  try {
    const known = await within(applied);
    return [database, compareMigrations(known)];
  } catch (error) {
    // It answered, if only to say that the table is not there or not ours to read.
    if (isNotThere(error))
      return [database, { ok: false, message: "None was applied: run npm run db:migrate." }];
    log.warn({ error }, "The database does not answer the readiness check");
    const silent = { ok: false, message: "It does not answer." };
    return [silent, { ok: false, message: "Not known while the database does not answer." }];
  }
}

function compareMigrations(applied: Map<string, string>): Check {
  const brought = migrationsOfThisVersion();
  if (!brought)
    return { ok: true, message: `${applied.size} applied; this build does not carry its own to compare.` };
  const missing = brought.filter(({ tag }) => !applied.has(tag)).map(({ tag }) => tag);
  if (missing.length > 0) {
    return { ok: false, message: `${missing.join(", ")} not applied: run npm run db:migrate.` };
  }
  const changed = brought.filter(({ tag, hash }) => applied.get(tag) !== hash).map(({ tag }) => tag);
  if (changed.length > 0) return { ok: false, message: `${changed.join(", ")} changed after being applied.` };
  return { ok: true, message: `${brought.length} applied.` };
}

/** A bundled build leaves the SQL files behind. */
function migrationsOfThisVersion(): Migration[] | null {
  try {
    return readMigrations();
  } catch {
    return null;
  }
}

async function checkSignIn({ identity }: AppServices): Promise<Check> {
  await identity.keySet.warm();
  const { keys, ageSeconds } = identity.keySet.state();
  if (keys === 0) return { ok: false, message: "The keys of Whop's sign-in could not be read." };
  return { ok: true, message: `${keys} of Whop's keys, read ${ageSeconds} s ago.` };
}

async function within<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("no answer in time")), patienceMs);
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
}

const undefinedTable = "42P01";
const insufficientPrivilege = "42501";
const undefinedSchema = "3F000";

function isNotThere(error: unknown): boolean {
  const code: unknown = Reflect.get(Object(Reflect.get(Object(error), "cause") ?? error), "code");
  return code === undefinedTable || code === insufficientPrivilege || code === undefinedSchema;
}
