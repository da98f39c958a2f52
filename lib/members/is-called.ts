import { ilike, or, type SQL } from "drizzle-orm";
import { users } from "#db/schema/index.ts";

/** Those whose name, user name or e-mail address has this text in it. */
export function isCalled(text: string): SQL | undefined {
  const pattern = `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  return or(ilike(users.name, pattern), ilike(users.username, pattern), ilike(users.email, pattern));
}
