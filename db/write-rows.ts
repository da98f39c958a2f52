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
 * has the same text for some rows and for hundreds, and is prepared once; a document that is read once need not become
 * jsonb first. An instant that all rows share, such as that of their creation, travels once: to write instants out
 * costs more than to write all the rest of a row. All rows name the same columns; a column that none names
 * gets its default. Rows are written in their order.
 */
export async function writeRows<T extends PgTable>(
  tx: TenantTx,
  companyId: string,
  table: T,
  rows: readonly RowOf<T>[],
  { onConflict, returning }: Options = {},
): Promise<Record<string, unknown>[]> {
  if (rows.length === 0) return [];
  const named = new Set<string>();
  for (const row of rows) for (const property in row) named.add(property);
  const columns = Object.entries(getTableColumns(table)).filter(([property]) => named.has(property));
  const { own, shared } = apart(rows, columns);
  const name = (column: AnyPgColumn) => sql.identifier(column.name);
  const type = (column: AnyPgColumn) => sql.raw(column.getSQLType());
  const written = await tx.execute(sql`
    INSERT INTO ${table} (company_id, ${listed([...own, ...shared].map(({ column }) => name(column)))})
    SELECT ${companyId}, ${listed([
      ...own.map(({ property }) => sql`r.${sql.identifier(property)}`),
      ...shared.map(({ column, at }) => sql`${at.toISOString()}::${type(column)}`),
    ])}
    FROM json_to_recordset(${toJson(rows, own)}::json)
      AS r(${listed(own.map(({ property, column }) => sql`${sql.identifier(property)} ${type(column)}`))})
    ${onConflict ? conflictClause(onConflict) : sql.empty()}
    ${returning ? sql`RETURNING ${returning}` : sql.empty()}`);
  return [...written];
}

type Own = { property: string; column: AnyPgColumn };

/** What each row says for itself, and the instants that all of them name. */
function apart(
  rows: readonly object[],
  columns: readonly [property: string, column: AnyPgColumn][],
): { own: Own[]; shared: { column: AnyPgColumn; at: Date }[] } {
  const own: Own[] = [];
  const shared: { column: AnyPgColumn; at: Date }[] = [];
  for (const [property, column] of columns) {
    const at = sharedInstant(rows, property);
    if (at === null) own.push({ property, column });
    else shared.push({ column, at });
  }
  // How many rows there are is said by what each says for itself.
  if (own.length === 0)
    return { own: columns.map(([property, column]) => ({ property, column })), shared: [] };
  return { own, shared };
}

function sharedInstant(rows: readonly object[], property: string): Date | null {
  const first: unknown = rows[0] && Reflect.get(rows[0], property);
  if (!(first instanceof Date)) return null;
  const isTheSame = (value: unknown) =>
    value === first || (value instanceof Date && value.getTime() === first.getTime());
  return rows.every((row) => isTheSame(Reflect.get(row, property))) ? first : null;
}

function listed(parts: SQLChunk[]): SQL {
  return sql.join(parts, sql.raw(", "));
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
  const keys = listed(target.map((column) => sql.identifier(column.name)));
  const on = sql`ON CONFLICT (${keys}) ${targetWhere ? sql`WHERE ${targetWhere}` : sql.empty()}`;
  if (set === "nothing") return sql`${on} DO NOTHING`;
  const changes = [...set].map(([column, value]) => sql`${sql.identifier(column.name)} = ${value}`);
  return sql`${on} DO UPDATE SET ${listed(changes)}
    ${setWhere ? sql`WHERE ${setWhere}` : sql.empty()}`;
}

/** Half of a surrogate pair, as is left of a text that was cut, is all that JSON writes as such an escape. */
const halfCharacter = /\\ud[89a-f][0-9a-f]{2}/;

/** Rows for json_to_recordset, without half characters, which it refuses; a bigint, which JSON lacks, is a text. */
function toJson(rows: readonly object[], own: readonly Own[]): string {
  const plain = rows.map((row) => {
    const said: Record<string, unknown> = {};
    for (const { property } of own) said[property] = plainValue(Reflect.get(row, property));
    return said;
  });
  const json = JSON.stringify(plain);
  if (!halfCharacter.test(json)) return json;
  return JSON.stringify(plain, (_, value: unknown) =>
    typeof value === "string" ? value.toWellFormed() : value,
  );
}

/** Written out here, because JSON takes much longer for a document that has any object but plain ones. */
function plainValue(value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  return value instanceof Date ? value.toISOString() : value;
}
