import { sql } from "drizzle-orm";
import { z } from "zod";
import { webhookEvents } from "#db/schema/index.ts";
import { dayMs, hourMs, secondMs } from "../core/clock.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";

/** Four weeks have every night and weekend of this community in them; one outage is one pause among many. */
const rhythmMs = 28 * dayMs;
const mostLooked = 5_000;
/** So many webhooks have a rhythm. */
const fewest = 20;
const shortestMs = hourMs;
const longestMs = 7 * dayMs;

export type Pauses = {
  /** Webhooks of the last four weeks. */
  many: number;
  /** The third longest time between two of them. */
  thirdLongestMs: number | null;
};

/** After how long a silence is unusual: by this community's own pauses, or a week while it has too few of them. */
export function unusualAfterMs({ many, thirdLongestMs }: Pauses): number {
  if (many < fewest || thirdLongestMs === null) return longestMs;
  return Math.min(longestMs, Math.max(shortestMs, 2 * thirdLongestMs));
}

const Row = z.object({ many: z.coerce.number(), third: z.coerce.number().nullable() });

/** Whether no webhook came for an unusual time. Silence counts from the first webhook on. */
export async function isSilent(ctx: Ctx, lastAt: Date | null): Promise<boolean> {
  if (lastAt === null) return false;
  const silentMs = ctx.clock.now().getTime() - lastAt.getTime();
  // A busy community, whose pauses are many to look at, is never silent for so long.
  if (silentMs <= shortestMs) return false;
  const since = new Date(lastAt.getTime() - rhythmMs).toISOString();
  const [row] = await transact(ctx, (tx) =>
    tx.execute(sql`
      WITH recent AS (
        SELECT received_at FROM ${webhookEvents}
        WHERE company_id = ${ctx.companyId} AND received_at > ${since}::timestamptz
        ORDER BY received_at DESC LIMIT ${mostLooked}
      ), pauses AS (
        SELECT extract(epoch FROM received_at - lag(received_at) OVER (ORDER BY received_at)) AS seconds FROM recent
      )
      SELECT (SELECT count(*) FROM recent) AS many,
        (SELECT seconds FROM pauses WHERE seconds IS NOT NULL ORDER BY seconds DESC OFFSET 2 LIMIT 1) AS third`),
  );
  const { many, third } = Row.parse(row);
  return silentMs > unusualAfterMs({ many, thirdLongestMs: third === null ? null : third * secondMs });
}
