import { and, eq, getTableColumns, inArray, sql } from "drizzle-orm";
import { z } from "zod";
import { inIds } from "#db/in-ids.ts";
import { companyStats, memberStats, scoreCounts } from "#db/schema/index.ts";
import { taking, writeRows } from "#db/write-rows.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { say } from "../core/said.ts";
import {
  addTo,
  type Changes,
  changesBetween,
  type DayChange,
  isNothing,
  type KeptNumbers,
  noCounts,
  revenueToJson,
} from "./changes.ts";
import { lockStats } from "./cursor.ts";
import { computeMemberNumbers, readRevenue } from "./member-numbers.ts";
import { keepMorning } from "./morning.ts";
import { periodStartOf } from "./periods.ts";

export const RefreshMemberStatsInput = z.strictObject({ userIds: z.array(z.uuid()).max(1000) });
export type RefreshMemberStatsInput = z.infer<typeof RefreshMemberStatsInput>;

/** What others may want to know of a refresh. */
export type Refreshed = Pick<Changes, "rises" | "longerStreaks">;

/**
 * Makes the stored numbers of members what the rows say, and with them the histogram of scores and the
 * company's days, in one transaction. Repeating it changes nothing.
 */
export async function refreshMemberStats(ctx: Ctx, input: RefreshMemberStatsInput): Promise<Refreshed> {
  if (ctx.actor.kind !== "system") throw new AppError("forbidden", say("access.worker"));
  const { userIds } = parseInput(RefreshMemberStatsInput, input);
  return transact(ctx, async (_tx, ctx) => {
    await lockStats(ctx);
    return recount(ctx, userIds, { sums: "follow" });
  });
}

/** Under the lock of the statistics. Sums that were emptied before are filled from everything, not from what changed. */
export async function recount(
  ctx: Ctx,
  userIds: readonly string[],
  { sums }: { sums: "follow" | "empty" },
): Promise<Refreshed> {
  if (userIds.length === 0) return { rises: [], longerStreaks: [] };
  return transact(ctx, async (tx, ctx) => {
    const today = periodStartOf("day", ctx.clock.now());
    const computed = await computeMemberNumbers(ctx, userIds);
    const changes = changesBetween(await storedNumbers(ctx, userIds), computed, today);
    const added = sums === "follow" ? changes : changesBetween([], computed, today);
    await writeNumbers(ctx, changes);
    await writeScores(ctx, added);
    await writeDays(ctx, added.days);
    await tx.execute(sql`
      SELECT update_referral_uses(array_agg(c.id)) FROM referral_codes c
       WHERE c.company_id = ${ctx.companyId}
         AND c.user_id IN (SELECT value::uuid FROM jsonb_array_elements_text(${JSON.stringify(userIds)}::jsonb))
      HAVING count(*) > 0`);
    return { rises: changes.rises, longerStreaks: changes.longerStreaks };
  });
}

export async function storedNumbers(ctx: Ctx, userIds: readonly string[]): Promise<KeptNumbers[]> {
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(memberStats)
      .where(and(eq(memberStats.companyId, ctx.companyId), inIds(memberStats.userId, userIds))),
  );
  return rows.map(({ companyId: _, updatedAt: __, boardOrder: ___, revenue, ...row }) => ({
    ...row,
    revenue: readRevenue(revenue),
  }));
}

async function writeNumbers(ctx: Ctx, { write, remove }: Changes): Promise<void> {
  const { companyId } = ctx;
  const updatedAt = ctx.clock.now();
  const {
    companyId: _,
    boardOrder: __,
    userId,
    period,
    periodStart,
    ...numbers
  } = getTableColumns(memberStats);
  const rows = write.map((row) => ({ ...row, updatedAt, revenue: revenueToJson(row.revenue) }));
  const onConflict = {
    target: [memberStats.companyId, userId, period, periodStart],
    set: taking(...Object.values(numbers)),
  };
  await transact(ctx, async (tx) => {
    await writeRows(tx, companyId, memberStats, rows, { onConflict });
    if (remove.length === 0) return;
    const keys = remove.map(({ userId, period, periodStart }) => ({ u: userId, p: period, s: periodStart }));
    await tx.execute(sql`
      DELETE FROM member_stats m USING jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) AS k(u uuid, p text, s date)
       WHERE m.company_id = ${companyId} AND m.user_id = k.u AND m.period = k.p AND m.period_start = k.s`);
  });
}

async function writeScores(ctx: Ctx, { scores }: Changes): Promise<void> {
  if (scores.length === 0) return;
  const { companyId } = ctx;
  await keepMorning(ctx);
  await transact(ctx, async (tx) => {
    await tx
      .insert(scoreCounts)
      .values(scores.map((change) => ({ ...change, companyId })))
      .onConflictDoUpdate({
        target: [scoreCounts.companyId, scoreCounts.period, scoreCounts.periodStart, scoreCounts.score],
        set: { members: sql`${scoreCounts.members} + excluded.members` },
      });
    await tx.delete(scoreCounts).where(and(eq(scoreCounts.companyId, companyId), eq(scoreCounts.members, 0)));
  });
}

async function writeDays(ctx: Ctx, changes: readonly DayChange[]): Promise<void> {
  if (changes.length === 0) return;
  const { companyId } = ctx;
  const of = eq(companyStats.companyId, companyId);
  await transact(ctx, async (tx) => {
    const names = changes.map((change) => change.day);
    const rows = await tx
      .select()
      .from(companyStats)
      .where(and(of, inArray(companyStats.day, names)));
    const known = new Map(
      rows.map((row) => [row.day, { ...noCounts(), ...row, revenue: readRevenue(row.revenue) }]),
    );
    const updatedAt = ctx.clock.now();
    const sums = changes.map((change) => {
      const before = known.get(change.day) ?? { ...noCounts(), revenue: [] };
      return { ...addTo(before, change), day: change.day };
    });
    // All rows of these days are written anew: nothing else writes them, under the lock of the statistics.
    await tx.delete(companyStats).where(and(of, inArray(companyStats.day, names)));
    const filled = sums.filter((sum) => !isNothing(sum));
    if (filled.length === 0) return;
    await tx.insert(companyStats).values(
      filled.map(({ revenue, ...sum }) => ({
        ...sum,
        companyId,
        updatedAt,
        revenue: revenueToJson(revenue),
      })),
    );
  });
}
