import { getTableColumns, type SQL, type SQLChunk, sql } from "drizzle-orm";
import type { AnyPgColumn, PgTable } from "drizzle-orm/pg-core";
import type { TenantTx } from "./client.ts";

/** What a row may hold: every value has one text in JSON that Postgres reads back as the column's type. */
type RowOf<T extends PgTable> = Omit<T["$inferInsert"], "companyId">;

export type OnConflict = {
  target: readonly AnyPgColumn[];
  /** The condition of a partial index. */
  targetWhere?: SQL;
  /** By column; "nothing" keeps the known row as it is. */
  set: ReadonlyMap<AnyPgColumn, SQL> | "nothing";
  setWhere?: SQL;
};

type Options = { onConflict?: OnConflict; returning?: SQL };

/**
 * Writes any number of one company's rows with one statement. The rows travel as one document, so the statement
 * has the same text for one row and for hundreds, and is prepared once; a document that is read once need not become
 * jsonb first. All rows name the same columns; a column that none names gets its default. Rows are written in their
 * order.
 */
export async function writeRows<T extends PgTable>(
  tx: TenantTx,
  companyId: string,
  table: T,
  rows: readonly RowOf<T>[],
  { onConflict, returning }: Options = {},
): Promise<Record<string, unknown>[]> {
  if (rows.length === 0) return [];
  const named = new Set(rows.flatMap((row) => Object.keys(row)));
  const columns = Object.entries(getTableColumns(table)).filter(([property]) => named.has(property));
  const list = (each: (column: AnyPgColumn, property: string) => SQLChunk) =>
    sql.join(
      columns.map(([property, column]) => each(column, property)),
      sql.raw(", "),
    );
  const written = await tx.execute(sql`
    INSERT INTO ${table} (company_id, ${list((column) => sql.identifier(column.name))})
    SELECT ${companyId}, ${list((_, property) => sql`r.${sql.identifier(property)}`)}
    FROM json_to_recordset(${toJson(rows, columns)}::json)
      AS r(${list((column, property) => sql`${sql.identifier(property)} ${sql.raw(column.getSQLType())}`)})
    ${onConflict ? conflictClause(onConflict) : sql.empty()}
    ${returning ? sql`RETURNING ${returning}` : sql.empty()}`);
  return [...written];
}

/** The value that the row to be written has for a column, in `set` and `setWhere`. */
export function given(column: AnyPgColumn): SQL {
  return sql.raw(`excluded."${column.name}"`);
}

/** These columns take the values of the row to be written. */
export function taking(...columns: AnyPgColumn[]): Map<AnyPgColumn, SQL> {
  return new Map(columns.map((column) => [column, given(column)]));
}

function conflictClause({ target, targetWhere, set, setWhere }: OnConflict): SQL {
  const keys = sql.join(
    target.map((column) => sql.identifier(column.name)),
    sql.raw(", "),
  );
  const on = sql`ON CONFLICT (${keys}) ${targetWhere ? sql`WHERE ${targetWhere}` : sql.empty()}`;
  if (set === "nothing") return sql`${on} DO NOTHING`;
  const changes = [...set].map(([column, value]) => sql`${sql.identifier(column.name)} = ${value}`);
  return sql`${on} DO UPDATE SET ${sql.join(changes, sql.raw(", "))}
    ${setWhere ? sql`WHERE ${setWhere}` : sql.empty()}`;
}

/** Half of a surrogate pair, as is left of a text that was cut, is all that JSON writes as such an escape. */
const halfCharacter = /\\ud[89a-f][0-9a-f]{2}/;

/** Rows for json_to_recordset, without half characters, which it refuses; a bigint, which JSON lacks, is a text. */
function toJson(
  rows: readonly object[],
  columns: readonly [property: string, column: AnyPgColumn][],
): string {
  const wide = columns.flatMap(([property, { dataType }]) => (dataType === "bigint" ? [property] : []));
  const plain = wide.length === 0 ? rows : rows.map((row) => withTexts(row, wide));
  const json = JSON.stringify(plain);
  if (!halfCharacter.test(json)) return json;
  return JSON.stringify(plain, (_, value: unknown) =>
    typeof value === "string" ? value.toWellFormed() : value,
  );
}

function withTexts(row: object, properties: readonly string[]): object {
  const texts = { ...row };
  for (const property of properties) {
    const value: unknown = Reflect.get(row, property);
    if (typeof value === "bigint") Reflect.set(texts, property, String(value));
  }
  return texts;
}
