import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { fraudCases, referrals } from "#db/schema/index.ts";
import { recordAudit } from "../audit/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { AppError, notFound } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { problem } from "../core/problems.ts";
import { say } from "../core/said.ts";
import { enqueue } from "../jobs/index.ts";
import { getMember } from "../members/index.ts";
import { logEvents, tellReferrers } from "../referrals/index.ts";
import { type FraudCase, readCases } from "./cases.ts";

const Decision = z.strictObject({
  id: z.uuid(),
  /** Kept in the trace, and read by whoever asks later. */
  reason: z
    .string()
    .trim()
    .min(3, problem("input.whyInWords", { least: 3 }))
    .max(500),
});

export const ReleaseCaseInput = Decision;
export type ReleaseCaseInput = z.infer<typeof ReleaseCaseInput>;

/** The owner finds the referral honest: it counts from now on, whatever the rules say later. */
export function releaseCase(ctx: Ctx, input: ReleaseCaseInput): Promise<FraudCase> {
  return decide(ctx, input, "released");
}

export const RejectCaseInput = Decision;
export type RejectCaseInput = z.infer<typeof RejectCaseInput>;

/** The owner finds the referral fraudulent: it does not count. */
export function rejectCase(ctx: Ctx, input: RejectCaseInput): Promise<FraudCase> {
  return decide(ctx, input, "rejected");
}

async function decide(ctx: Ctx, input: unknown, verdict: "released" | "rejected"): Promise<FraudCase> {
  requireOwner(ctx);
  const { actor } = ctx;
  if (actor.kind !== "owner") throw new AppError("forbidden", say("access.personDecides"));
  const { id, reason } = parseInput(Decision, input);
  return transact(ctx, async (tx, ctx) => {
    const { companyId } = ctx;
    const now = ctx.clock.now();
    const here = and(eq(fraudCases.companyId, companyId), eq(fraudCases.id, id));
    const [known] = await tx.select().from(fraudCases).where(here);
    if (!known) throw notFound("case");
    // The referral's row first, as its settling does, so that the two wait for each other and never deadlock.
    const [referral] = await tx
      .select()
      .from(referrals)
      .where(and(eq(referrals.companyId, companyId), eq(referrals.id, known.referralId)))
      .for("no key update");
    if (!referral) throw notFound("referralOfCase");
    const decided = await tx
      .update(fraudCases)
      .set({
        status: verdict,
        decidedAt: now,
        decidedBy: actor.userId,
        decisionReason: reason,
        updatedAt: now,
      })
      .where(and(here, eq(fraudCases.status, "open")))
      .returning({ id: fraudCases.id });
    if (decided.length === 0) {
      throw new AppError("conflict", say("setting.caseDecided"));
    }
    await tx
      .update(referrals)
      .set({ review: verdict, isVerified: verdict === "released", updatedAt: now })
      .where(and(eq(referrals.companyId, companyId), eq(referrals.id, referral.id)));
    if (verdict === "released") {
      const referred = await getMember(ctx, { userId: referral.referredId });
      await tellReferrers(ctx, [{ referral: { ...referral, review: verdict, isVerified: true }, referred }]);
    }
    await logEvents(ctx, [{ action: verdict, referral }]);
    await recordAudit(ctx, {
      action: `referral.${verdict}`,
      subjectType: "referral",
      subjectId: referral.id,
      details: { caseId: id, reason, score: known.score },
    });
    const userId = referral.referrerId;
    await enqueue(ctx, tx, "evaluate-rewards", { companyId, userId });
    await enqueue(ctx, tx, "evaluate-rewards", { companyId, userId: referral.referredId });
    await enqueue(ctx, tx, "settle-affiliates", { companyId, userIds: [userId] });
    await enqueue(ctx, tx, "score-campaigns", { companyId, userId });
    await enqueue(ctx, tx, "refresh-member-stats", { companyId, userIds: [userId] });
    await enqueue(ctx, tx, "refresh-trust", { companyId, userIds: [userId] });
    const [fraudCase] = await readCases(ctx, eq(fraudCases.id, id), 1);
    if (!fraudCase) throw new Error("A case vanished inside a transaction");
    return fraudCase;
  });
}
