import { z } from "zod";
import type { Ctx } from "../core/context.ts";
import { requireOwner } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { callWhop } from "./call-whop.ts";
import { conclude } from "./conclude.ts";
import { takeTurn } from "./delivery-turn.ts";
import { readBack } from "./read-back.ts";

export const DeliverRewardInput = z.strictObject({ deliveryId: z.uuid() });
export type DeliverRewardInput = z.infer<typeof DeliverRewardInput>;

/**
 * Takes a delivery one step further: queued → calling → applied, or unknown → read back → applied or queued,
 * or held. It may be called at any time, by any number of workers, and may die anywhere: what was about to be
 * done is always on disk before it is done, and nothing remote happens inside a transaction.
 */
export async function deliverReward(ctx: Ctx, input: DeliverRewardInput): Promise<void> {
  requireOwner(ctx);
  const { deliveryId } = parseInput(DeliverRewardInput, input);
  const turn = await takeTurn(ctx, deliveryId);
  if (turn === null) return;
  const outcome = turn.kind === "call" ? await callWhop(ctx, turn) : await readBack(ctx, turn);
  await conclude(ctx, turn, outcome);
}
