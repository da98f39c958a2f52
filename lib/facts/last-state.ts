import type { SQL } from "drizzle-orm";
import { sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import { given, type OnConflict } from "#db/write-rows.ts";

/**
 * How a known object takes in another sighting of itself, so that any order and any repetition of sightings
 * ends in the same row:
 * - `state`: of the sighting with the latest stamp; same stamp, the higher rank; same rank, the greater content;
 * - `filled`: as state, but a sighting that says nothing leaves what is known;
 * - `known`: never changes in an object's life, yet some sightings leave it out. Greatest and least of what
 *   was ever said do not depend on order, and ignore NULL; the greatest metadata is the fullest;
 * - `union`: an object of JSON to which each sighting adds its own names.
 */
export type MergeRule = {
  name: string;
  key: readonly AnyPgColumn[];
  updatedAt: AnyPgColumn;
  stateAt: AnyPgColumn;
  stateRank: AnyPgColumn;
  state: readonly AnyPgColumn[];
  filled?: readonly AnyPgColumn[];
  greatest: readonly AnyPgColumn[];
  least: readonly AnyPgColumn[];
  union?: readonly AnyPgColumn[];
};

export function mergeRule(rule: MergeRule, at: Date): OnConflict {
  const held = (column: AnyPgColumn) => sql.raw(`"${rule.name}"."${column.name}"`);
  const tuple = (side: (column: AnyPgColumn) => SQL) => {
    const content = sql.join([...rule.state, ...(rule.filled ?? [])].map(side), sql.raw(", "));
    return sql`(${side(rule.stateAt)}, ${side(rule.stateRank)}, jsonb_build_array(${content}))`;
  };
  const isNewer = sql`${tuple(given)} > ${tuple(held)}`;
  const merged = new Map<AnyPgColumn, SQL>();
  for (const column of [rule.stateAt, rule.stateRank, ...rule.state]) {
    merged.set(column, sql`CASE WHEN ${isNewer} THEN ${given(column)} ELSE ${held(column)} END`);
  }
  for (const column of rule.filled ?? []) {
    const [first, second] = [
      sql`coalesce(${given(column)}, ${held(column)})`,
      sql`coalesce(${held(column)}, ${given(column)})`,
    ];
    merged.set(column, sql`CASE WHEN ${isNewer} THEN ${first} ELSE ${second} END`);
  }
  for (const column of rule.greatest) merged.set(column, sql`greatest(${held(column)}, ${given(column)})`);
  for (const column of rule.least) merged.set(column, sql`least(${held(column)}, ${given(column)})`);
  for (const column of rule.union ?? []) merged.set(column, sql`${held(column)} || ${given(column)}`);
  const lasting = [...(rule.filled ?? []), ...rule.greatest, ...rule.least, ...(rule.union ?? [])];
  const both = (side: (column: AnyPgColumn) => SQL) => sql.join(lasting.map(side), sql.raw(", "));
  const adds = sql`(${both((column) => merged.get(column) ?? held(column))}) IS DISTINCT FROM (${both(held)})`;
  merged.set(rule.updatedAt, sql`${at.toISOString()}::timestamptz`);
  return { target: rule.key, set: merged, setWhere: sql`${isNewer} OR ${adds}` };
}

/** Splits sightings so that each part has an object at most once, as one INSERT … ON CONFLICT needs it, in the order of ids. */
export function rounds<Fact>(facts: readonly Fact[], idOf: (fact: Fact) => string): Fact[][] {
  const parts: Fact[][] = [];
  const seen = new Map<string, number>();
  const sorted = [...facts].sort((a, b) => (idOf(a) < idOf(b) ? -1 : idOf(a) > idOf(b) ? 1 : 0));
  for (const fact of sorted) {
    const nth = seen.get(idOf(fact)) ?? 0;
    seen.set(idOf(fact), nth + 1);
    const part = parts[nth];
    if (part) part.push(fact);
    else parts.push([fact]);
  }
  return parts;
}
