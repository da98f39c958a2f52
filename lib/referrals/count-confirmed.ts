import { and, count, eq } from "drizzle-orm";
import { z } from "zod";
import { referrals } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact, whose } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { isConfirmed } from "./referral-state.ts";

export const CountConfirmedInput = z.strictObject({ userId: z.uuid() });
export type CountConfirmedInput = z.infer<typeof CountConfirmedInput>;

/** How many of a member's referrals count now: read from the referrals themselves, for decisions about rewards. */
export async function countConfirmed(ctx: Ctx, input: CountConfirmedInput): Promise<number> {
  const userId = whose(ctx, parseInput(CountConfirmedInput, input).userId);
  const [row] = await transact(ctx, (tx) =>
    tx
      .select({ n: count() })
      .from(referrals)
      .where(and(eq(referrals.companyId, ctx.companyId), eq(referrals.referrerId, userId), isConfirmed)),
  );
  return row?.n ?? 0;
}
