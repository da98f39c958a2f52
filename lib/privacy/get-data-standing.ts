import { and, desc, eq } from "drizzle-orm";
import { z } from "zod";
import { auditLogs } from "#db/schema/index.ts";
import { minuteMs } from "../core/clock.ts";
import type { Ctx } from "../core/context.ts";
import { transact, whose } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { getMember } from "../members/index.ts";
import { type Obstacle, obstacleOf, unpaidOf } from "./refuse-while-open.ts";

export const GetDataStandingInput = z.strictObject({
  /** The member themself when left out. */
  userId: z.uuid().optional(),
});
export type GetDataStandingInput = z.infer<typeof GetDataStandingInput>;

export type Erasure = { state: "none" | "under_way" | "late" | "done"; at: Date | null };

/** Whether a member can be forgotten, or is being, or was. */
export type DataStanding = {
  erasure: Erasure;
  /** What has to end before; null when nothing stands in the way. */
  obstacle: Obstacle | null;
  /** What they would do without, by currency. */
  unpaid: { currency: string; amountMinor: bigint }[];
};

/** An erasure takes a minute at most. One that takes longer met something that began after it was asked for. */
const usualMs = 10 * minuteMs;

/** @throws AppError forbidden when a member names another one, not_found */
export async function getDataStanding(ctx: Ctx, input: GetDataStandingInput = {}): Promise<DataStanding> {
  const userId = whose(ctx, parseInput(GetDataStandingInput, input).userId);
  return transact(ctx, async (_tx, ctx) => {
    const member = await getMember(ctx, { userId });
    if (member.erasedAt) {
      return { erasure: { state: "done", at: member.erasedAt }, obstacle: null, unpaid: [] };
    }
    return {
      erasure: await erasureAskedFor(ctx, userId),
      obstacle: await obstacleOf(ctx, member),
      unpaid: await unpaidOf(ctx, member),
    };
  });
}

async function erasureAskedFor(ctx: Ctx, userId: string): Promise<Erasure> {
  const [asked] = await transact(ctx, (tx) =>
    tx
      .select({ at: auditLogs.at })
      .from(auditLogs)
      .where(
        and(
          eq(auditLogs.companyId, ctx.companyId),
          eq(auditLogs.subjectType, "member"),
          eq(auditLogs.subjectId, userId),
          eq(auditLogs.action, "member.erasure_requested"),
        ),
      )
      .orderBy(desc(auditLogs.id))
      .limit(1),
  );
  if (!asked) return { state: "none", at: null };
  const isLate = ctx.clock.now().getTime() - asked.at.getTime() > usualMs;
  return { state: isLate ? "late" : "under_way", at: asked.at };
}
