import postgres from "postgres";
import { APP_ROLE } from "./postgres-roles.ts";

const NEED =
  `Create it as a superuser, then run this again:\n` +
  `  CREATE ROLE ${APP_ROLE} LOGIN PASSWORD '…' NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;`;

function quoteLiteral(text: string): string {
  if (text.includes("\0")) throw new Error("A password cannot hold a zero byte.");
  return text.includes("\\")
    ? ` E'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`
    : `'${text.replaceAll("'", "''")}'`;
}

function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

type Login = { name: string; password: string };

function loginOf(url: string | undefined): Login | null {
  if (url === undefined) return null;
  const { username, password } = new URL(url);
  return username === ""
    ? null
    : { name: decodeURIComponent(username), password: decodeURIComponent(password) };
}

/**
 * Migrations grant the app's rights to the role referly_app, so it has to exist before they run. The embedded
 * server makes it by itself; elsewhere this does, when the administrator may. An app that logs in under
 * another name becomes a member of it.
 */
export async function ensureAppRole(adminUrl: string, appUrl?: string): Promise<void> {
  const login = loginOf(appUrl);
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {}, connect_timeout: 10 });
  try {
    const [me] = await sql<{ name: string; may: boolean }[]>`
      SELECT rolname AS name, rolsuper OR rolcreaterole AS may FROM pg_roles WHERE rolname = current_user`;
    const found = await sql<{ rolname: string }[]>`SELECT rolname FROM pg_roles`;
    const roles = new Set(found.map((role) => role.rolname));
    if (!roles.has(APP_ROLE)) {
      if (me?.may !== true)
        throw new Error(`The role ${APP_ROLE} does not exist, and ${me?.name} may not create roles. ${NEED}`);
      const password =
        login?.name === APP_ROLE && login.password !== "" ? ` PASSWORD ${quoteLiteral(login.password)}` : "";
      await sql.unsafe(`CREATE ROLE ${APP_ROLE} LOGIN${password} NOCREATEDB NOCREATEROLE`);
    }
    if (login === null || login.name === APP_ROLE || login.name === me?.name || !roles.has(login.name))
      return;
    const [member] = await sql`SELECT 1 WHERE pg_has_role(${login.name}, ${APP_ROLE}, 'USAGE')`;
    if (member === undefined) await sql.unsafe(`GRANT ${APP_ROLE} TO ${quoteName(login.name)}`);
  } finally {
    await sql.end({ timeout: 5 });
  }
}
