import { and, eq, isNull, sql } from "drizzle-orm";
import { rewardCodes, rewards } from "#db/schema/index.ts";
import { dayMs } from "../core/clock.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { say } from "../core/said.ts";
import { callOff, type News, notify, team } from "../notifications/index.ts";
import type { Redemption } from "./redemption.ts";
import { leftOf, type Reward } from "./reward.ts";

/** A member who has so long to claim is reminded three days before, one who has less when half of it is over. */
const remindedMs = 3 * dayMs;

/** The member has it now; what they have to claim by a day they are reminded of. */
export async function tellReady(
  ctx: Ctx,
  { id, userId, terms }: Pick<Redemption, "id" | "userId" | "terms">,
  expiresAt: Date | null,
): Promise<void> {
  const now = ctx.clock.now().getTime();
  const to = { recipient: userId, subject: `redemption:${id}`, restPath: "/rewards" };
  const reward = terms.name;
  const news: News[] = [{ ...to, kind: "reward_ready", told: say("notification.rewardReady", { reward }) }];
  if (expiresAt !== null) {
    const left = expiresAt.getTime() - now;
    news.push({
      ...to,
      kind: "reward_expiring",
      told: say("notification.rewardExpiring", { reward, until: expiresAt }),
      dueAt: new Date(expiresAt.getTime() - Math.min(remindedMs, left / 2)),
      staleAt: expiresAt,
    });
  }
  await notify(ctx, news);
}

/** It is claimed, or gone. */
export async function remindNoMore(ctx: Ctx, { id }: Pick<Redemption, "id">): Promise<void> {
  await callOff(ctx, "reward_expiring", [`redemption:${id}`]);
}

/** Tells the team when what was just taken of a reward leaves little of its stock or its budget. */
export async function tellLow(
  ctx: Ctx,
  before: Reward,
  { taken, costMinor }: { taken: number; costMinor: bigint | null },
): Promise<void> {
  const { id, name: reward, stock, warnBelow, budgetMinor, budgetTakenMinor } = before;
  const to = { recipient: team, restPath: "/rewards" };
  const news: News[] = [];
  const left = leftOf(before);
  if (left !== null && warnBelow !== null && left >= warnBelow && left - taken < warnBelow) {
    const told = say("notification.rewardStock", { reward, left: left - taken });
    // More of it, or more money for it, and it can run low again.
    news.push({ ...to, kind: "pool_low", subject: `reward:${id}:${stock ?? ""}:${budgetMinor ?? ""}`, told });
  }
  if (budgetMinor !== null && budgetMinor > 0n) {
    const used = budgetTakenMinor + BigInt(taken) * (costMinor ?? 0n);
    if (isNearlyUsed(used, budgetMinor) && !isNearlyUsed(budgetTakenMinor, budgetMinor)) {
      const told = say("notification.rewardBudget", { reward, percent: Number((used * 100n) / budgetMinor) });
      news.push({ ...to, kind: "budget_low", subject: `reward:${id}:${budgetMinor}`, told });
    }
  }
  await notify(ctx, news);
}

function isNearlyUsed(used: bigint, budget: bigint): boolean {
  return used * 10n >= budget * 8n;
}

/** The same of codes of the owner's own, after one was taken. */
export async function tellCodesLow(ctx: Ctx, rewardId: string): Promise<void> {
  const { companyId } = ctx;
  const [row] = await transact(ctx, (tx) =>
    tx
      .select({
        reward: rewards.name,
        warnBelow: rewards.warnBelow,
        left: tx.$count(
          rewardCodes,
          and(
            eq(rewardCodes.companyId, companyId),
            eq(rewardCodes.rewardId, rewardId),
            isNull(rewardCodes.redemptionId),
          ),
        ),
        all: sql<number>`(SELECT count(*)::integer FROM ${rewardCodes}
          WHERE ${rewardCodes.companyId} = ${companyId} AND ${rewardCodes.rewardId} = ${rewardId}::uuid)`,
      })
      .from(rewards)
      .where(and(eq(rewards.companyId, companyId), eq(rewards.id, rewardId))),
  );
  if (!row || row.warnBelow === null || row.left >= row.warnBelow) return;
  const told = say("notification.codesLow", { reward: row.reward, left: row.left });
  const subject = `reward:${rewardId}:codes:${row.all}`;
  await notify(ctx, [{ recipient: team, kind: "pool_low", subject, told, restPath: "/rewards" }]);
}
