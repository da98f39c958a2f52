import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { affiliatePayouts } from "#db/schema/index.ts";
import { getSettings, type PayoutSchedule } from "../companies/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { schedule as setTimer, unschedule } from "../jobs/index.ts";
import { createPayout } from "./create-payout.ts";
import { nextOccurrence } from "./schedule.ts";

export const SchedulePayoutInput = z.strictObject({
  /** Set by the timer: the instant up to which to draft. */
  cutoffAt: z.iso.datetime().optional(),
});
export type SchedulePayoutInput = z.infer<typeof SchedulePayoutInput>;

/**
 * Drafts the payout of a day of the schedule, once, and puts the next day on the clock. Approving it and paying it
 * stay a person's.
 */
export async function schedulePayout(ctx: Ctx, input: SchedulePayoutInput = {}): Promise<void> {
  requireOwner(ctx);
  const { cutoffAt } = parseInput(SchedulePayoutInput, input);
  const { payouts, timeZone } = await getSettings(ctx);
  const { schedule } = payouts;
  await transact(ctx, async (_tx, ctx) => {
    if (schedule && cutoffAt !== undefined) await draftOnce(ctx, schedule, timeZone, new Date(cutoffAt));
    await planNext(ctx, schedule && nextOccurrence(schedule, timeZone, ctx.clock.now()));
  });
}

async function draftOnce(
  ctx: Ctx,
  schedule: PayoutSchedule,
  timeZone: string,
  cutoffAt: Date,
): Promise<void> {
  // The schedule may have been changed after the timer was set.
  const due = nextOccurrence(schedule, timeZone, new Date(cutoffAt.getTime() - 1));
  if (due.getTime() !== cutoffAt.getTime() || cutoffAt > ctx.clock.now()) return;
  const drafted = await transact(ctx, (tx) =>
    tx
      .select({ id: affiliatePayouts.id })
      .from(affiliatePayouts)
      .where(and(eq(affiliatePayouts.companyId, ctx.companyId), eq(affiliatePayouts.cutoffAt, cutoffAt)))
      .limit(1),
  );
  if (drafted.length > 0) return;
  try {
    await createPayout(ctx, { cutoffAt: cutoffAt.toISOString() });
  } catch (error) {
    // Nothing to pay on this day.
    if (!(error instanceof AppError && error.code === "conflict")) throw error;
  }
}

async function planNext(ctx: Ctx, dueAt: Date | null): Promise<void> {
  const timer = { job: "schedule-payout", key: "schedule" } as const;
  await transact(ctx, async (tx) => {
    if (dueAt === null) return unschedule(ctx, tx, timer);
    const payload = { companyId: ctx.companyId, cutoffAt: dueAt.toISOString() };
    await setTimer(ctx, tx, { ...timer, dueAt, payload });
  });
}
