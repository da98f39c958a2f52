import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { inIds } from "#db/in-ids.ts";
import { fraudCases, fraudChecks, referrals } from "#db/schema/index.ts";
import { given, taking, writeRows } from "#db/write-rows.ts";
import { recordAudits } from "../audit/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { newId } from "../core/ids.ts";
import { logEvents, type ReferralRow } from "../referrals/index.ts";
import { type Assessment, assess } from "./assess.ts";
import { gatherScreenInputs } from "./screen-input.ts";

export type Screened = {
  /** Referrals of which the verdict is another one now. */
  changed: ReferralRow[];
  /** People whose own screening reads one of these referrals now. */
  alsoSettle: string[];
};

type Finding = { referral: ReferralRow; assessment: Assessment; later: string[]; isHeld: boolean };

/**
 * Asks the fraud rules about converted referrals and holds for the owner those of which they say so. What the
 * owner decided stays decided; what is held stays held until then.
 */
export async function screenReferrals(
  ctx: Ctx,
  { referralIds }: { referralIds: readonly string[] },
): Promise<Screened> {
  if (referralIds.length === 0) return { changed: [], alsoSettle: [] };
  return transact(ctx, async (tx, ctx) => {
    // Locked, so that a decision of the owner made meanwhile is seen and not overwritten.
    const rows = await tx
      .select()
      .from(referrals)
      .where(and(eq(referrals.companyId, ctx.companyId), inIds(referrals.id, referralIds)))
      .orderBy(referrals.id)
      .for("no key update");
    const open = rows.filter(({ review }) => review !== "released" && review !== "rejected");
    const gathered = await gatherScreenInputs(ctx, open);
    const found = gathered.map(({ referral, input, later }): Finding => {
      const assessment = assess(input);
      return { referral, assessment, later, isHeld: assessment.held || referral.review === "held" };
    });
    const known = await screenedBefore(ctx, referralIds);
    await storeChecks(ctx, found);
    const changed = found.filter(isNews).map(verdictOn);
    await storeVerdicts(ctx, changed);
    await openCases(
      ctx,
      found.filter(({ isHeld }) => isHeld),
    );
    return {
      changed,
      alsoSettle: found.flatMap(({ referral, later }) => (known.has(referral.id) ? [] : later)),
    };
  });
}

function verdictOn({ referral, assessment, isHeld }: Finding): ReferralRow {
  const review = isHeld ? "held" : "clear";
  return { ...referral, review, isVerified: !isHeld, fraudScore: assessment.score };
}

function isNews(finding: Finding): boolean {
  const { review, isVerified, fraudScore } = verdictOn(finding);
  const before = finding.referral;
  return before.review !== review || before.isVerified !== isVerified || before.fraudScore !== fraudScore;
}

/** Those of the referrals that have been screened before; nobody else screens them while they are locked. */
async function screenedBefore(ctx: Ctx, referralIds: readonly string[]): Promise<Set<string>> {
  const rows = await transact(ctx, (tx) =>
    tx
      .selectDistinct({ referralId: fraudChecks.referralId })
      .from(fraudChecks)
      .where(and(eq(fraudChecks.companyId, ctx.companyId), inIds(fraudChecks.referralId, referralIds))),
  );
  return new Set(rows.map((row) => row.referralId));
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
      sentence: check.sentence,
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

async function openCases(ctx: Ctx, held: readonly Finding[]): Promise<void> {
  if (held.length === 0) return;
  const now = ctx.clock.now();
  const rows = held.map(({ referral, assessment }) => ({
    id: newId(now),
    referralId: referral.id,
    score: assessment.score,
    openedAt: now,
    createdAt: now,
    updatedAt: now,
  }));
  const { id, companyId, referralId, status, score, updatedAt } = fraudCases;
  const written = await transact(ctx, (tx) =>
    writeRows(tx, ctx.companyId, fraudCases, rows, {
      onConflict: {
        target: [companyId, referralId],
        targetWhere: sql`${sql.identifier(status.name)} = 'open'`,
        set: taking(score, updatedAt),
        setWhere: sql`${score} <> ${given(score)}`,
      },
      returning: sql`${id}`,
    }),
  );
  const ids = new Set(
    z
      .array(z.object({ id: z.string() }))
      .parse(written)
      .map((row) => row.id),
  );
  const opened = held.filter((_, nth) => ids.has(rows[nth]?.id ?? ""));
  await logEvents(
    ctx,
    opened.map(({ referral }) => ({ action: "held", referral })),
  );
  await recordAudits(
    ctx,
    opened.map(({ referral, assessment: { score, checks } }) => ({
      action: "referral.held",
      subjectType: "referral",
      subjectId: referral.id,
      details: { score, checks: checks.filter((check) => check.flagged).map((check) => check.type) },
    })),
  );
}
