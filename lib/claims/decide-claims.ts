import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { inIds } from "#db/in-ids.ts";
import { referralClaims } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import type { Said } from "../core/said.ts";
import { lockMembersById } from "../members/index.ts";
import { approveClaim, RejectClaimInput, rejectClaim } from "./decide-claim.ts";

const ids = z.array(z.uuid()).min(1).max(100);

export const ApproveClaimsInput = z.strictObject({ ids });
export type ApproveClaimsInput = z.infer<typeof ApproveClaimsInput>;

export const RejectClaimsInput = z.strictObject({ ids, reason: RejectClaimInput.shape.reason });
export type RejectClaimsInput = z.infer<typeof RejectClaimsInput>;

export type DecidedClaims = {
  /** Those it was done with. */
  done: string[];
  /** Those that could not be decided so, and why. */
  refused: { id: string; reason: Said }[];
};

/** Says yes to many at once. What cannot be approved is left as it is, and named. */
export function approveClaims(ctx: Ctx, input: ApproveClaimsInput): Promise<DecidedClaims> {
  const { ids } = parseInput(ApproveClaimsInput, input);
  return decideEach(ctx, ids, (ctx, id) => approveClaim(ctx, { id }));
}

/** Says no to many at once, for one reason. */
export function rejectClaims(ctx: Ctx, input: RejectClaimsInput): Promise<DecidedClaims> {
  const { ids, reason } = parseInput(RejectClaimsInput, input);
  return decideEach(ctx, ids, (ctx, id) => rejectClaim(ctx, { id, reason }));
}

/** One transaction for all. A refusal comes before anything is written, so it leaves the others as they are. */
async function decideEach(
  ctx: Ctx,
  ids: readonly string[],
  decide: (ctx: Ctx, id: string) => Promise<unknown>,
): Promise<DecidedClaims> {
  requireOwner(ctx);
  return transact(ctx, async (_tx, ctx) => {
    await lockAll(ctx, ids);
    const decided: DecidedClaims = { done: [], refused: [] };
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

/** Everybody's lock, in the order in which all take them, before the first is decided. */
async function lockAll(ctx: Ctx, ids: readonly string[]): Promise<void> {
  const { companyId, id, claimerId, referredId } = referralClaims;
  const rows = await transact(ctx, (tx) =>
    tx
      .select({ claimerId, referredId })
      .from(referralClaims)
      .where(and(eq(companyId, ctx.companyId), inIds(id, ids))),
  );
  await lockMembersById(
    ctx,
    rows.map((row) => row.referredId ?? row.claimerId),
  );
}
