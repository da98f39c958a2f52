import { and, eq } from "drizzle-orm";
import { rewards } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import { type Reward, rewardFromRow } from "./reward.ts";

/** A reward that nobody else changes until the transaction ends. @throws AppError not_found */
export async function lockReward(ctx: Ctx, rewardId: string): Promise<Reward> {
  const [row] = await transact(ctx, (tx) =>
    tx
      .select()
      .from(rewards)
      .where(and(eq(rewards.companyId, ctx.companyId), eq(rewards.id, rewardId)))
      .for("update"),
  );
  if (!row) throw notFound("reward");
  return rewardFromRow(row);
}
