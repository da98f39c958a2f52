import { z } from "zod";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { problem } from "../core/problems.ts";
import { say } from "../core/said.ts";
import { type Affiliate, changeAffiliate, lockAffiliate, recordAffiliateAudit } from "./affiliate.ts";

export const affiliateReason = z
  .string()
  .trim()
  .min(3, problem("input.whyInWords", { least: 3 }))
  .max(500);

/** The member reads the reason. */
export const DeclineAffiliateInput = z.strictObject({ id: z.uuid(), reason: affiliateReason });
export type DeclineAffiliateInput = z.infer<typeof DeclineAffiliateInput>;

/** Says no to an application. @throws AppError conflict when it is decided already */
export async function declineAffiliate(ctx: Ctx, input: DeclineAffiliateInput): Promise<Affiliate> {
  requireOwner(ctx);
  const { id, reason } = parseInput(DeclineAffiliateInput, input);
  return transact(ctx, async (_tx, ctx) => {
    const before = await lockAffiliate(ctx, id);
    if (before.status !== "applied")
      throw new AppError("conflict", say("affiliate.notWaiting", { status: before.status }));
    const declined = await changeAffiliate(ctx, id, {
      status: "declined",
      decidedAt: ctx.clock.now(),
      decisionNote: reason,
    });
    await recordAffiliateAudit(ctx, "declined", declined, { reason });
    return declined;
  });
}
