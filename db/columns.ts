import { sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import { bigint, char, check, text, timestamp, uuid } from "drizzle-orm/pg-core";

/** The tenant key: first column of every key and index of a tenant table. */
export const companyId = () => text("company_id").notNull();

/** UUIDv7 made by the app. */
export const id = () => uuid("id").notNull();

export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** Whole minor units of the currency named beside it. */
export const minor = (name: string) => bigint(name, { mode: "bigint" });

export const currency = (name = "currency") => char(name, { length: 3 });

export const createdAt = () => instant("created_at").notNull().defaultNow();

export const updatedAt = () => instant("updated_at").notNull().defaultNow();

/** CHECK that a text column holds one of a closed set. */
export function oneOf(name: string, column: AnyPgColumn, values: readonly string[]) {
  const list = sql.raw(values.map((value) => `'${value}'`).join(", "));
  return check(name, sql`${column} IN (${list})`);
}
