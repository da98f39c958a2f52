import { sql } from "drizzle-orm";
import { dayMs, hourMs } from "../core/clock.ts";
import type { Services } from "../core/services.ts";

const bodiesKeptMs = 90 * dayMs;
const runsKeptMs = 30 * dayMs;
const monthsAhead = 4;
export const upkeepEveryMs = hourMs;

/**
 * Work of the whole machine, of no company: partitions for the months to come, letting go of what is kept for a
 * time only, and the summary that is refreshed by the hour. Any number of workers may ask for it; one does it.
 */
export async function doUpkeep({ db, clock }: Services): Promise<boolean> {
  const now = clock.now();
  const before = (ms: number) => new Date(now.getTime() - ms).toISOString();
  return db.withMachinery(async (tx) => {
    const [lock] = await tx.execute<{ mine: boolean }>(
      sql`SELECT pg_try_advisory_xact_lock(hashtext('referly.upkeep')) AS mine`,
    );
    if (!lock?.mine) return false;
    await tx.execute(sql`SELECT ensure_partitions(${now.toISOString().slice(0, 10)}::date, ${monthsAhead})`);
    await tx.execute(
      sql`SELECT trim_machinery(${before(bodiesKeptMs)}::timestamptz, ${before(runsKeptMs)}::timestamptz)`,
    );
    await tx.execute(sql`SELECT refresh_referral_performance_summary()`);
    return true;
  });
}
