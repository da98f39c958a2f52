import { type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";

/**
 * The column is one of these ids. The list is one parameter, so that lists of every length share one prepared
 * statement and its plan.
 */
export function inIds(column: AnyPgColumn, ids: readonly string[]): SQL {
  return sql`${column} = ANY (string_to_array(${ids.join(",")}, ',')::uuid[])`;
}

/** The same for texts, which may hold any character. */
export function inTexts(column: AnyPgColumn, texts: readonly string[]): SQL {
  return sql`${column} = ANY (${textArray(texts)})`;
}

/** Texts, which may hold any character, as one parameter. */
export function textArray(texts: readonly string[]): SQL {
  return sql`ARRAY(SELECT jsonb_array_elements_text(${JSON.stringify(texts)}::jsonb))`;
}
