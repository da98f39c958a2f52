import { and, asc, eq, gt } from "drizzle-orm";
import { companyStats, memberStats, scoreCounts, users } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { lockStats } from "./cursor.ts";
import { planNextDay } from "./plan-next-day.ts";
import { refreshMemberStats } from "./refresh-member-stats.ts";
import { rollUpClicks } from "./roll-up-clicks.ts";
import { updateViralMetrics } from "./viral-metrics.ts";

const membersAtOnce = 500;

/**
 * Makes every number of the company anew from the rows, in one transaction; what comes out is what was
 * maintained. Days of clicks that are no longer kept stay as they were counted.
 */
export async function rebuildStats(ctx: Ctx): Promise<void> {
  if (ctx.actor.kind !== "system") throw new AppError("forbidden", "Numbers are kept by the worker.");
  await transact(ctx, async (tx, ctx) => {
    await lockStats(ctx);
    await tx.delete(memberStats).where(eq(memberStats.companyId, ctx.companyId));
    await tx.delete(scoreCounts).where(eq(scoreCounts.companyId, ctx.companyId));
    await tx.delete(companyStats).where(eq(companyStats.companyId, ctx.companyId));
    await rollUpClicks(ctx, { since: new Date(0) });
    let after = "00000000-0000-0000-0000-000000000000";
    for (;;) {
      const page = await tx
        .select({ id: users.id })
        .from(users)
        .where(and(eq(users.companyId, ctx.companyId), gt(users.id, after)))
        .orderBy(asc(users.id))
        .limit(membersAtOnce);
      const last = page.at(-1);
      if (!last) break;
      await refreshMemberStats(ctx, { userIds: page.map(({ id }) => id) });
      after = last.id;
    }
  });
  await updateViralMetrics(ctx);
  await planNextDay(ctx);
}
