import { getSettings } from "../companies/index.ts";
import { chunksOf } from "../core/chunks.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { say } from "../core/said.ts";
import { enqueue, type JobPayload } from "../jobs/index.ts";
import { notify } from "../notifications/index.ts";
import { memberPages, overtakenBy, periodStartOf, refreshMemberStats } from "../stats/index.ts";
import { afterCounting } from "./after-counting.ts";

/** As many as a refresh takes. */
const mostMembers = 1_000;

/** Members' numbers are to be counted anew: one count covers all who are named, however often. */
export async function handle(
  ctx: Ctx,
  payloads: readonly JobPayload<"refresh-member-stats">[],
): Promise<void> {
  const userIds = [...new Set(payloads.flatMap((payload) => payload.userIds ?? []))];
  for (const some of chunksOf(userIds, mostMembers)) {
    await transact(ctx, async (_tx, ctx) => {
      const { rises, longerStreaks } = await refreshMemberStats(ctx, { userIds: some });
      await tellOvertaken(ctx, await overtakenBy(ctx, rises));
      await afterCounting(ctx, { userIds: some, longerStreaks });
    });
  }
  if (payloads.some((payload) => payload.userIds === undefined)) await refreshEverybody(ctx);
}

/** Piece by piece, so that others come in between. */
async function refreshEverybody(ctx: Ctx): Promise<void> {
  const { companyId } = ctx;
  await transact(ctx, async (tx, ctx) => {
    for await (const userIds of memberPages(ctx, mostMembers))
      await enqueue(ctx, tx, "refresh-member-stats", { companyId, userIds });
  });
}

/** Once a day at most: on a busy one ranks change by the minute. Nobody, where members see no board. */
async function tellOvertaken(ctx: Ctx, userIds: readonly string[]): Promise<void> {
  if (userIds.length === 0 || !(await getSettings(ctx)).leaderboardVisible) return;
  const told = say("notification.overtaken");
  const subject = `day:${periodStartOf("day", ctx.clock.now())}`;
  const kind = "overtaken" as const;
  await notify(
    ctx,
    userIds.map((recipient) => ({ recipient, kind, subject, told, restPath: "/leaderboard" })),
  );
}
