import { and, eq, sql } from "drizzle-orm";
import { fraudCases, fraudChecks, referrals } from "#db/schema/index.ts";
import { recordAudit } from "../audit/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import { newId } from "../core/ids.ts";
import { logEvent, type ReferralRow } from "../referrals/index.ts";
import { type Assessment, assess } from "./assess.ts";
import { gatherScreenInput } from "./screen-input.ts";

export type Screened = {
  changed: boolean;
  review: ReferralRow["review"];
  /** People whose own screening reads this referral now. */
  alsoSettle: string[];
};

/**
 * Asks the fraud rules about a converted referral and holds it for the owner when they say so. What the owner
 * decided stays decided; what is held stays held until then.
 */
export async function screenReferral(ctx: Ctx, { referralId }: { referralId: string }): Promise<Screened> {
  return transact(ctx, async (tx, ctx) => {
    const here = and(eq(referrals.companyId, ctx.companyId), eq(referrals.id, referralId));
    // Locked, so that a decision of the owner made meanwhile is seen and not overwritten.
    const [referral] = await tx.select().from(referrals).where(here).for("no key update");
    if (!referral) throw notFound("This referral");
    const { review } = referral;
    if (review === "released" || review === "rejected") return { changed: false, review, alsoSettle: [] };
    const { input, later } = await gatherScreenInput(ctx, referral);
    const assessment = assess(input);
    const isNew = await storeChecks(ctx, referral.id, assessment);
    const found = assessment.held || review === "held" ? "held" : "clear";
    const verdict = { review: found, isVerified: found === "clear", fraudScore: assessment.score } as const;
    const changed = Object.entries(verdict).some(([name, value]) => Reflect.get(referral, name) !== value);
    if (changed)
      await tx
        .update(referrals)
        .set({ ...verdict, updatedAt: ctx.clock.now() })
        .where(here);
    if (found === "held") await openCase(ctx, referral, assessment);
    return { changed, review: found, alsoSettle: isNew ? later : [] };
  });
}

/** True when the referral had not been screened before. */
async function storeChecks(ctx: Ctx, referralId: string, { checks }: Assessment): Promise<boolean> {
  const now = ctx.clock.now();
  const written = await transact(ctx, (tx) =>
    tx
      .insert(fraudChecks)
      .values(
        checks.map((check) => ({
          companyId: ctx.companyId,
          id: newId(now),
          referralId,
          checkType: check.type,
          flagged: check.flagged,
          points: check.points,
          failed: check.failed,
          sentence: check.sentence,
          details: check.evidence,
          screenedAt: now,
          createdAt: now,
        })),
      )
      .onConflictDoUpdate({
        target: [fraudChecks.companyId, fraudChecks.referralId, fraudChecks.checkType],
        set: {
          flagged: sql.raw("excluded.flagged"),
          points: sql.raw("excluded.points"),
          failed: sql.raw("excluded.failed"),
          sentence: sql.raw("excluded.sentence"),
          details: sql.raw("excluded.details"),
          screenedAt: now,
        },
        setWhere: sql`(fraud_checks.points, fraud_checks.failed, fraud_checks.sentence, fraud_checks.details)
                      IS DISTINCT FROM (excluded.points, excluded.failed, excluded.sentence, excluded.details)`,
      })
      .returning({ createdAt: fraudChecks.createdAt, isNew: sql<boolean>`xmax = 0` }),
  );
  return written.some((row) => row.isNew);
}

async function openCase(ctx: Ctx, referral: ReferralRow, { score, checks }: Assessment): Promise<void> {
  const now = ctx.clock.now();
  const caseId = newId(now);
  const opened = await transact(ctx, (tx) =>
    tx
      .insert(fraudCases)
      .values({
        companyId: ctx.companyId,
        id: caseId,
        referralId: referral.id,
        score,
        openedAt: now,
        createdAt: now,
        updatedAt: now,
      })
      .onConflictDoUpdate({
        target: [fraudCases.companyId, fraudCases.referralId],
        targetWhere: sql`status = 'open'`,
        set: { score, updatedAt: now },
        setWhere: sql`fraud_cases.score <> excluded.score`,
      })
      .returning({ id: fraudCases.id }),
  );
  if (opened[0]?.id !== caseId) return;
  await logEvent(ctx, "held", referral);
  await recordAudit(ctx, {
    action: "referral.held",
    subjectType: "referral",
    subjectId: referral.id,
    details: { score, checks: checks.filter((check) => check.flagged).map((check) => check.type) },
  });
}
