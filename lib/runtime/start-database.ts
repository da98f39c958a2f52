import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import { z } from "zod";
import { ensureAppRole } from "./app-role.ts";
import { postgresDir } from "./data-dir.ts";
import { startPostgres } from "./postgres.ts";
import { isAlive } from "./postgres-process.ts";
import { APP_ROLE, recreateDatabase } from "./postgres-roles.ts";

export type StartedDatabase = {
  adminUrl: string;
  appUrl: string;
  description: string;
  /** Empties the database; only where it is ours to empty. */
  reset?(): Promise<void>;
  isRunning(): boolean;
  stop(): Promise<void>;
};

const Login = z.object({ name: z.string(), password: z.string() });

function readLogin(file: string): z.infer<typeof Login> {
  if (existsSync(file)) return Login.parse(JSON.parse(readFileSync(file, "utf8")));
  const login = {
    name: `${APP_ROLE}_${randomBytes(4).toString("hex")}`,
    password: randomBytes(24).toString("hex"),
  };
  writeFileSync(file, JSON.stringify(login), { mode: 0o600 });
  return login;
}

/**
 * The one address given is the administrator's. The app must not run as that: row-level security does not
 * hold a superuser. It gets a login of its own, which holds the rights of referly_app and no others.
 */
async function loginBeside(adminUrl: string, dataDir: string): Promise<string> {
  const login = readLogin(join(dataDir, "database-login.json"));
  await ensureAppRole(adminUrl);
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {}, connect_timeout: 10 });
  try {
    const [found] = await sql`SELECT 1 FROM pg_roles WHERE rolname = ${login.name}`;
    if (found === undefined) {
      await sql.unsafe(`CREATE ROLE ${login.name} LOGIN PASSWORD '${login.password}' IN ROLE ${APP_ROLE}`);
    }
  } finally {
    await sql.end({ timeout: 5 });
  }
  const url = new URL(adminUrl);
  url.username = login.name;
  url.password = login.password;
  return url.href;
}

async function connectTo(
  databaseUrl: string,
  adminUrl: string | undefined,
  dataDir: string,
): Promise<StartedDatabase> {
  const { host, pathname } = new URL(databaseUrl);
  const appUrl = adminUrl === undefined ? await loginBeside(databaseUrl, dataDir) : databaseUrl;
  return {
    adminUrl: adminUrl ?? databaseUrl,
    appUrl,
    description: `${host}${pathname} (DATABASE_URL)`,
    isRunning: () => true,
    stop: async () => {},
  };
}

/** The Postgres that DATABASE_URL names, else one of our own in the data folder. */
export async function startDatabase(
  env: Readonly<Record<string, string | undefined>>,
  dataDir: string,
): Promise<StartedDatabase> {
  if (env.DATABASE_URL !== undefined) return connectTo(env.DATABASE_URL, env.DATABASE_ADMIN_URL, dataDir);
  const server = await startPostgres({ dataDir: postgresDir(dataDir) });
  return {
    adminUrl: server.adminUrl,
    appUrl: server.appUrl,
    description: `127.0.0.1:${server.port}${server.adopted ? ", found running" : ""}`,
    reset: () => recreateDatabase(server.server),
    isRunning: () => isAlive(server.pid),
    stop: () => server.stop(),
  };
}
