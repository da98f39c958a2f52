import { and, eq, type SQL, sql } from "drizzle-orm";
import { companyStats, memberStats, scoreCounts, users } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { say } from "../core/said.ts";
import { lockStats } from "./cursor.ts";
import { memberPages } from "./member-pages.ts";
import { keepMorning } from "./morning.ts";
import { planNextDay } from "./plan-next-day.ts";
import { recount } from "./refresh-member-stats.ts";
import { rollUpClicks } from "./roll-up-clicks.ts";
import { updateViralMetrics } from "./viral-metrics.ts";

const membersAtOnce = 500;

/**
 * Makes every number of the company anew from the rows, in one transaction; what comes out is what was
 * maintained. Days of clicks that are no longer kept stay as they were counted.
 */
export async function rebuildStats(ctx: Ctx): Promise<void> {
  if (ctx.actor.kind !== "system") throw new AppError("forbidden", say("access.worker"));
  await transact(ctx, async (tx, ctx) => {
    await lockStats(ctx);
    await rollUpClicks(ctx, { since: new Date(0) });
    await keepMorning(ctx);
    await tx.delete(scoreCounts).where(eq(scoreCounts.companyId, ctx.companyId));
    await tx.delete(companyStats).where(eq(companyStats.companyId, ctx.companyId));
    await tx.delete(memberStats).where(ofNobody(ctx));
    for await (const userIds of memberPages(ctx, membersAtOnce)) {
      await recount(ctx, userIds, { sums: "empty" });
    }
  });
  await updateViralMetrics(ctx, { every: true });
  await planNextDay(ctx);
}

/** Numbers of somebody the community does not know. */
function ofNobody(ctx: Ctx): SQL | undefined {
  const somebody = sql`SELECT FROM ${users} WHERE ${users.companyId} = ${ctx.companyId} AND ${users.id} = ${memberStats.userId}`;
  return and(eq(memberStats.companyId, ctx.companyId), sql`NOT EXISTS (${somebody})`);
}
