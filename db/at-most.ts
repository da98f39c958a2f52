import { type SQL, sql } from "drizzle-orm";

/**
 * So many rows, written into the statement: of a parameter the planner takes a tenth of the table, and then makes a
 * plan for every run or walks through everything to come by the first few.
 */
export function atMost(rows: number): SQL {
  return sql.raw(`LIMIT ${Math.trunc(rows)}`);
}
