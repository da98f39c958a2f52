import { z } from "zod";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import type { Told } from "../core/said.ts";
import { approveRedemption } from "./approve-redemption.ts";
import { lockMembersOf } from "./redemption.ts";
import { RejectRedemptionInput, rejectRedemption } from "./reject-redemption.ts";

const ids = z.array(z.uuid()).min(1).max(200);

export const ApproveRedemptionsInput = z.strictObject({ ids });
export type ApproveRedemptionsInput = z.infer<typeof ApproveRedemptionsInput>;

export const RejectRedemptionsInput = z.strictObject({ ids, reason: RejectRedemptionInput.shape.reason });
export type RejectRedemptionsInput = z.infer<typeof RejectRedemptionsInput>;

export type Decided = {
  /** Those it was done with. */
  done: string[];
  /** Those that could not be decided so, and why. */
  refused: { id: string; reason: Told }[];
};

/** Says yes to many at once. What cannot be approved is left as it is, and named. */
export async function approveRedemptions(ctx: Ctx, input: ApproveRedemptionsInput): Promise<Decided> {
  const { ids } = parseInput(ApproveRedemptionsInput, input);
  return decideEach(ctx, ids, (ctx, id) => approveRedemption(ctx, { id }));
}

/** Says no to many at once, for one reason. */
export async function rejectRedemptions(ctx: Ctx, input: RejectRedemptionsInput): Promise<Decided> {
  const { ids, reason } = parseInput(RejectRedemptionsInput, input);
  return decideEach(ctx, ids, (ctx, id) => rejectRedemption(ctx, { id, reason }));
}

/** One transaction for all. A refusal comes before anything is written, so it leaves the others as they are. */
async function decideEach(
  ctx: Ctx,
  ids: readonly string[],
  decide: (ctx: Ctx, id: string) => Promise<unknown>,
): Promise<Decided> {
  requireOwner(ctx);
  return transact(ctx, async (_tx, ctx) => {
    // Everybody's lock, in the order in which all take them, before the first is decided.
    await lockMembersOf(ctx, ids);
    const decided: Decided = { done: [], refused: [] };
    for (const id of new Set(ids)) {
      try {
        await decide(ctx, id);
        decided.done.push(id);
      } catch (error) {
        if (!(error instanceof AppError) || error.code === "forbidden") throw error;
        decided.refused.push({ id, reason: error.told });
      }
    }
    return decided;
  });
}
