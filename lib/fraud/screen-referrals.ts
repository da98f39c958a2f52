import { and, eq, sql } from "drizzle-orm";
import { inIds } from "#db/in-ids.ts";
import { fraudChecks, referrals } from "#db/schema/index.ts";
import { given, taking, writeRows } from "#db/write-rows.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { newId } from "../core/ids.ts";
import { storeTold } from "../core/said.ts";
import type { ReferralRow } from "../referrals/index.ts";
import { assess } from "./assess.ts";
import { closeCases, type Finding, heldThoughErased, openCases } from "./keep-cases.ts";
import { findOutdated } from "./outdated.ts";
import type { Settled } from "./readers.ts";
import { gatherScreenInputs } from "./screen-input.ts";
import { lockScreening } from "./screening-lock.ts";

export type Screened = {
  /** Referrals of which the verdict is another one now. */
  changed: ReferralRow[];
  /** Whop's ids of people whose own screening would end otherwise now. */
  alsoSettle: string[];
};

/**
 * Asks the fraud rules about converted referrals and holds for the owner those of which they say so, for as long as
 * they say so. What the owner decided stays decided. Nobody else in the community screens meanwhile: of two who
 * have something in common, whoever comes second sees the first.
 */
export async function screenReferrals(
  ctx: Ctx,
  { referralIds, settled }: { referralIds: readonly string[]; settled: Settled },
): Promise<Screened> {
  return transact(ctx, async (tx, ctx) => {
    if (settled.moved.length > 0) await lockScreening(ctx);
    if (referralIds.length === 0)
      return { changed: [], alsoSettle: await findOutdated(ctx, settled, new Set()) };
    // Locked, so that a decision of the owner made meanwhile is seen and not overwritten.
    const rows = await tx
      .select()
      .from(referrals)
      .where(and(eq(referrals.companyId, ctx.companyId), inIds(referrals.id, referralIds)))
      .orderBy(referrals.id)
      .for("no key update");
    const open = rows.filter(({ review }) => review !== "released" && review !== "rejected");
    const gathered = await gatherScreenInputs(ctx, open);
    const assessed = gathered.map(
      ({ referral, input }): Finding => ({ referral, assessment: assess(input) }),
    );
    const kept = await heldThoughErased(
      ctx,
      assessed.flatMap((one) => (wouldRelease(one) ? [one.referral.id] : [])),
    );
    const found = assessed.filter(({ referral }) => !kept.has(referral.id));
    await storeChecks(ctx, found);
    const changed = found.filter(isNews).map(verdictOn);
    await storeVerdicts(ctx, changed);
    await openCases(
      ctx,
      found.filter(({ assessment }) => assessment.held),
    );
    await closeCases(ctx, found.filter(wouldRelease));
    return { changed, alsoSettle: await findOutdated(ctx, settled, new Set(referralIds)) };
  });
}

function wouldRelease({ referral, assessment }: Finding): boolean {
  return referral.review === "held" && !assessment.held;
}

function verdictOn({ referral, assessment: { held, score } }: Finding): ReferralRow {
  return { ...referral, review: held ? "held" : "clear", isVerified: !held, fraudScore: score };
}

function isNews(finding: Finding): boolean {
  const { review, isVerified, fraudScore } = verdictOn(finding);
  const before = finding.referral;
  return before.review !== review || before.isVerified !== isVerified || before.fraudScore !== fraudScore;
}

async function storeChecks(ctx: Ctx, found: readonly Finding[]): Promise<void> {
  const now = ctx.clock.now();
  const rows = found.flatMap(({ referral, assessment }) =>
    assessment.checks.map((check) => ({
      id: newId(now),
      referralId: referral.id,
      checkType: check.type,
      flagged: check.flagged,
      points: check.points,
      failed: check.failed,
      sentence: storeTold(check.sentence),
      details: check.evidence,
      screenedAt: now,
      createdAt: now,
    })),
  );
  const { companyId, referralId, checkType, flagged, points, failed, sentence, details, screenedAt } =
    fraudChecks;
  const said = sql.join([points, failed, sentence, details], sql.raw(", "));
  const says = sql.join([points, failed, sentence, details].map(given), sql.raw(", "));
  const onConflict = {
    target: [companyId, referralId, checkType],
    set: taking(flagged, points, failed, sentence, details, screenedAt),
    setWhere: sql`(${said}) IS DISTINCT FROM (${says})`,
  };
  await transact(ctx, (tx) => writeRows(tx, ctx.companyId, fraudChecks, rows, { onConflict }));
}

async function storeVerdicts(ctx: Ctx, changed: readonly ReferralRow[]): Promise<void> {
  if (changed.length === 0) return;
  const verdicts = changed.map(({ id, review, isVerified, fraudScore }) => ({
    id,
    review,
    verified: isVerified,
    score: fraudScore,
  }));
  await transact(ctx, (tx) =>
    tx.execute(sql`
      UPDATE referrals r
      SET review = v.review, is_verified = v.verified, fraud_score = v.score,
          updated_at = ${ctx.clock.now().toISOString()}::timestamptz
      FROM jsonb_to_recordset(${JSON.stringify(verdicts)}::jsonb)
        AS v(id uuid, review text, verified boolean, score integer)
      WHERE r.company_id = ${ctx.companyId} AND r.id = v.id`),
  );
}
