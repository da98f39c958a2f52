import { and, eq } from "drizzle-orm";
import { rewards } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";

/** Whether the community gives anything for a streak. */
export async function rewardsStreaks(ctx: Ctx): Promise<boolean> {
  const found = await transact(ctx, (tx) =>
    tx
      .select({ id: rewards.id })
      .from(rewards)
      .where(
        and(eq(rewards.companyId, ctx.companyId), eq(rewards.trigger, "streak"), eq(rewards.isActive, true)),
      )
      .limit(1),
  );
  return found.length > 0;
}
