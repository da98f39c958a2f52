import { type SQL, sql } from "drizzle-orm";
import { atMost } from "./at-most.ts";

/** What a board is ordered by, all of it ascending, as the index of its table has it. */
export function placeOf(row: "m" | "me"): SQL {
  const of = sql.raw(row);
  return sql`${of}.board_order, ${of}.score_reached_at, ${of}.user_id`;
}

/**
 * The row `me` of a board, as `own` selects it, with up to so many places before and after it.
 * @param onIt selects the same columns of all rows `m` of the board, and ends in a condition
 */
export function placesAround(onIt: SQL, own: SQL, most: number): SQL {
  return sql`
    (${onIt} AND (${placeOf("m")}) < (${placeOf("me")})
      ORDER BY m.board_order DESC, m.score_reached_at DESC, m.user_id DESC ${atMost(most)})
    UNION ALL ${own}
    UNION ALL
    (${onIt} AND (${placeOf("m")}) > (${placeOf("me")}) ORDER BY ${placeOf("m")} ${atMost(most)})`;
}
