import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { readTold, type Told } from "../core/said.ts";

export type NotificationStanding = {
  /** Waiting because Whop or something else keeps them, and why the last of them does. */
  held: number;
  heldBecause: Told | null;
  failed: number;
  /** Nobody knows whether they came. */
  unknown: number;
};

const Counted = z.object({
  held: z.coerce.number(),
  failed: z.coerce.number(),
  unknown: z.coerce.number(),
  because: z.string().nullable(),
});

/** What keeps notifications from being sent, over the last thirty days. */
export async function getNotificationStanding(ctx: Ctx): Promise<NotificationStanding> {
  requireOwner(ctx);
  const since = new Date(ctx.clock.now().getTime() - 30 * 86_400_000).toISOString();
  const [row] = await transact(ctx, (tx) =>
    tx.execute(sql`
      SELECT count(*) FILTER (WHERE state = 'waiting' AND reason IS NOT NULL) AS held,
        count(*) FILTER (WHERE state = 'failed') AS failed, count(*) FILTER (WHERE state = 'unknown') AS unknown,
        (array_agg(reason ORDER BY updated_at DESC) FILTER (WHERE state = 'waiting' AND reason IS NOT NULL))[1] AS because
      FROM notifications WHERE company_id = ${ctx.companyId} AND created_at > ${since}::timestamptz
        AND (state IN ('failed', 'unknown') OR state = 'waiting' AND reason IS NOT NULL)`),
  );
  const { held, failed, unknown, because } = Counted.parse(row);
  return { held, failed, unknown, heldBecause: because === null ? null : readTold(because) };
}
