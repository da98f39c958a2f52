import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { referralClaims } from "#db/schema/index.ts";
import { recordAudit } from "../audit/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireMember, transact } from "../core/context.ts";
import { AppError, notFound } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { say } from "../core/said.ts";
import { lockClaim } from "./claim.ts";

export const WithdrawClaimInput = z.strictObject({ id: z.uuid() });
export type WithdrawClaimInput = z.infer<typeof WithdrawClaimInput>;

/** A member takes their own claim back before it is decided. @throws AppError not_found, conflict once it is */
export async function withdrawClaim(ctx: Ctx, input: WithdrawClaimInput): Promise<{ id: string }> {
  const { userId } = requireMember(ctx);
  const { id } = parseInput(WithdrawClaimInput, input);
  return transact(ctx, async (tx, ctx) => {
    const claim = await lockClaim(ctx, id);
    if (claim.claimerId !== userId) throw notFound("claim");
    const now = ctx.clock.now();
    const ended = await tx
      .update(referralClaims)
      .set({ status: "withdrawn", decidedAt: now, decidedBy: userId, updatedAt: now })
      .where(
        and(
          eq(referralClaims.companyId, ctx.companyId),
          eq(referralClaims.id, id),
          eq(referralClaims.status, "open"),
        ),
      )
      .returning({ id: referralClaims.id });
    if (ended.length === 0) throw new AppError("conflict", say("claim.ended", { status: claim.status }));
    await recordAudit(ctx, { action: "claim.withdrawn", subjectType: "claim", subjectId: id });
    return { id };
  });
}
