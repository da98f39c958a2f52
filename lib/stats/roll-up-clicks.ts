import { sql } from "drizzle-orm";
import { z } from "zod";
import { dayMs, secondMs } from "../core/clock.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { say } from "../core/said.ts";
import { lockStats, moveCursor } from "./cursor.ts";
import { refreshMemberStats } from "./refresh-member-stats.ts";

/** A click's instant is taken before its batch is on disk, so the last seconds are read again. */
const overlapMs = 10 * secondMs;

/** How many links had something new to count, and whose they are. */
type RolledUp = { links: number; userIds: string[]; longerStreaks: string[] };

/**
 * Counts anew every link's days that have had a click since the last time, and the numbers of the links'
 * owners. `since` reads further back: for clicks that were kept while the database could not take them.
 */
export async function rollUpClicks(ctx: Ctx, { since }: { since?: Date } = {}): Promise<RolledUp> {
  if (ctx.actor.kind !== "system") throw new AppError("forbidden", say("access.worker"));
  return transact(ctx, async (_tx, ctx) => {
    const now = ctx.clock.now();
    const position = await lockStats(ctx);
    const from = new Date(
      Math.min(position.getTime() - overlapMs, since?.getTime() ?? Number.POSITIVE_INFINITY),
    );
    const touched = await countDays(ctx, from);
    const userIds = [...new Set(touched.map((row) => row.user_id))];
    const longerStreaks: string[] = [];
    for (let at = 0; at < userIds.length; at += 1000) {
      const refreshed = await refreshMemberStats(ctx, { userIds: userIds.slice(at, at + 1000) });
      longerStreaks.push(...refreshed.longerStreaks);
    }
    // A clock that was set back leaves the cursor where it was.
    if (now > position) await moveCursor(ctx, now);
    return { links: new Set(touched.map((row) => row.code_id)).size, userIds, longerStreaks };
  });
}

/** Reads again what may have been written late, since the day before. */
export function recountRecentDays(ctx: Ctx): Promise<RolledUp> {
  const today = Math.floor(ctx.clock.now().getTime() / dayMs) * dayMs;
  return rollUpClicks(ctx, { since: new Date(today - dayMs) });
}

const Touched = z.array(z.object({ code_id: z.string(), user_id: z.string() }));

async function countDays(ctx: Ctx, from: Date) {
  const rows = await transact(ctx, (tx) =>
    tx.execute(sql`
      WITH touched AS MATERIALIZED (
        SELECT DISTINCT c.code_id, (c.clicked_at AT TIME ZONE 'UTC')::date AS day FROM referral_clicks c
         WHERE c.company_id = ${ctx.companyId} AND c.clicked_at > ${from.toISOString()}::timestamptz
      )
      INSERT INTO link_stats (company_id, code_id, user_id, day, human, bot, preview, prefetch, duplicate, self, test,
                              first_human_at, last_human_at)
      SELECT ${ctx.companyId}, t.code_id, code.user_id, t.day, n.human, n.bot, n.preview, n.prefetch, n.duplicate,
             n.self, n.test, n.first_human_at, n.last_human_at
      FROM touched t
      JOIN referral_codes code ON code.company_id = ${ctx.companyId} AND code.id = t.code_id
      CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE k.class = 'human') AS human, count(*) FILTER (WHERE k.class = 'bot') AS bot,
               count(*) FILTER (WHERE k.class = 'preview') AS preview,
               count(*) FILTER (WHERE k.class = 'prefetch') AS prefetch,
               count(*) FILTER (WHERE k.class = 'duplicate') AS duplicate,
               count(*) FILTER (WHERE k.class = 'self') AS self, count(*) FILTER (WHERE k.class = 'test') AS test,
               min(k.clicked_at) FILTER (WHERE k.class = 'human') AS first_human_at,
               max(k.clicked_at) FILTER (WHERE k.class = 'human') AS last_human_at
        FROM referral_clicks k
        WHERE k.company_id = ${ctx.companyId} AND k.code_id = t.code_id
          AND k.clicked_at >= (t.day::timestamp AT TIME ZONE 'UTC')
          AND k.clicked_at < ((t.day + 1)::timestamp AT TIME ZONE 'UTC')
      ) n
      ON CONFLICT (company_id, code_id, day) DO UPDATE SET
        user_id = excluded.user_id, human = excluded.human, bot = excluded.bot, preview = excluded.preview,
        prefetch = excluded.prefetch, duplicate = excluded.duplicate, self = excluded.self, test = excluded.test,
        first_human_at = excluded.first_human_at, last_human_at = excluded.last_human_at
      WHERE (link_stats.human, link_stats.bot, link_stats.preview, link_stats.prefetch, link_stats.duplicate,
             link_stats.self, link_stats.test)
            IS DISTINCT FROM (excluded.human, excluded.bot, excluded.preview, excluded.prefetch, excluded.duplicate,
                              excluded.self, excluded.test)
      RETURNING code_id, user_id`),
  );
  return Touched.parse([...rows]);
}
