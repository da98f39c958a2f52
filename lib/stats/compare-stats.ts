import { statsComparisons } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { newId } from "../core/ids.ts";
import { say } from "../core/said.ts";
import { pendingPayloads } from "../jobs/index.ts";
import { differencesBetween, type MemberDifference } from "./changes.ts";
import { compareDays, compareLinks, compareScores, type SumDifference } from "./compare-sums.ts";
import { lockStats } from "./cursor.ts";
import { computeMemberNumbers } from "./member-numbers.ts";
import { memberPages } from "./member-pages.ts";
import { storedNumbers } from "./refresh-member-stats.ts";

export type StatsDifference = ({ of: "member" } & MemberDifference) | SumDifference;

const membersAtOnce = 500;
/** So many are enough to see what is wrong. */
const mostDetails = 20;

/**
 * Compares every stored number with what the rows give, and keeps what was found. What a job is yet to count is no
 * difference: it is put on the queue with the change that calls for it, and is done under the lock that is held here.
 */
export async function compareStats(
  ctx: Ctx,
  { onPage }: { onPage?: (members: number) => Promise<void> } = {},
): Promise<{ members: number; differences: number }> {
  if (ctx.actor.kind !== "system") throw new AppError("forbidden", say("access.worker"));
  const found: StatsDifference[] = [];
  let members = 0;
  for await (const userIds of memberPages(ctx, membersAtOnce)) {
    found.push(...(await compareMembers(ctx, userIds)));
    members += userIds.length;
    await onPage?.(members);
  }
  found.push(...(await compareLinks(ctx)));
  await transact(ctx, async (_tx, ctx) => {
    await lockStats(ctx);
    found.push(...(await compareScores(ctx)), ...(await compareDays(ctx)));
  });
  const comparedAt = ctx.clock.now();
  await transact(ctx, (tx) =>
    tx.insert(statsComparisons).values({
      companyId: ctx.companyId,
      id: newId(comparedAt),
      comparedAt,
      members,
      differences: found.length,
      details: found.slice(0, mostDetails),
    }),
  );
  return { members, differences: found.length };
}

async function compareMembers(ctx: Ctx, userIds: readonly string[]): Promise<StatsDifference[]> {
  return transact(ctx, async (_tx, ctx) => {
    await lockStats(ctx);
    const differences = differencesBetween(
      await storedNumbers(ctx, userIds),
      await computeMemberNumbers(ctx, userIds),
    );
    if (differences.length === 0) return [];
    const pending = await pendingPayloads(ctx, "refresh-member-stats");
    if (pending.some((payload) => payload.userIds === undefined)) return [];
    const waiting = new Set(pending.flatMap((payload) => payload.userIds ?? []));
    return differences
      .filter(({ userId }) => !waiting.has(userId))
      .map((difference) => ({ of: "member", ...difference }));
  });
}
