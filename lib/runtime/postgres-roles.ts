import postgres from "postgres";

export const DATABASE = "referly";
export const OWNER_ROLE = "referly_owner";
export const APP_ROLE = "referly_app";
export const SUPERUSER = "postgres";

export type RolePasswords = { superuser: string; owner: string; app: string };

export type LocalServer = { port: number; passwords: RolePasswords };

export function localUrl(server: LocalServer, role: keyof RolePasswords, database: string): string {
  const user = { superuser: SUPERUSER, owner: OWNER_ROLE, app: APP_ROLE }[role];
  return `postgres://${user}:${server.passwords[role]}@127.0.0.1:${server.port}/${database}`;
}

/** Names and passwords here are made by us from letters, digits and underscores; this keeps it so. */
function plain(text: string): string {
  if (!/^[A-Za-z0-9_]+$/.test(text)) throw new Error(`Not a plain name: ${text}`);
  return text;
}

/** Database and schema belong to the owner; the app may only log in until migrations grant it more. */
export async function createOwnedDatabase(sql: postgres.Sql, name: string, template?: string): Promise<void> {
  const from = template === undefined ? "" : ` TEMPLATE ${plain(template)}`;
  await sql.unsafe(`CREATE DATABASE ${plain(name)} OWNER ${OWNER_ROLE}${from}`);
  await sql.unsafe(`REVOKE ALL ON DATABASE ${plain(name)} FROM PUBLIC`);
  await sql.unsafe(`GRANT CONNECT ON DATABASE ${plain(name)} TO ${APP_ROLE}`);
}

/** Repeatable: a start that was cut short is completed by the next one. */
export async function ensureRolesAndDatabase(server: LocalServer): Promise<void> {
  const sql = postgres(localUrl(server, "superuser", "postgres"), { max: 1, onnotice: () => {} });
  try {
    const roles = await sql<{ rolname: string }[]>`SELECT rolname FROM pg_roles`;
    const existing = new Set(roles.map((role) => role.rolname));
    const login = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS";
    for (const [role, password] of [
      [OWNER_ROLE, server.passwords.owner],
      [APP_ROLE, server.passwords.app],
    ] as const) {
      if (existing.has(role)) continue;
      await sql.unsafe(`CREATE ROLE ${role} ${login} PASSWORD '${plain(password)}'`);
    }
    const [found] = await sql`SELECT 1 FROM pg_database WHERE datname = ${DATABASE}`;
    if (found === undefined) await createOwnedDatabase(sql, DATABASE);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** Drops the product's database, connections and all, and makes it again, empty. */
export async function recreateDatabase(server: LocalServer): Promise<void> {
  const sql = postgres(localUrl(server, "superuser", "postgres"), { max: 1, onnotice: () => {} });
  try {
    await sql.unsafe(`DROP DATABASE IF EXISTS ${DATABASE} WITH (FORCE)`);
    await createOwnedDatabase(sql, DATABASE);
  } finally {
    await sql.end({ timeout: 5 });
  }
}
