import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { inIds } from "#db/in-ids.ts";
import { fraudCases, referrals } from "#db/schema/index.ts";
import { given, taking, writeRows } from "#db/write-rows.ts";
import { recordAudits } from "../audit/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { newId } from "../core/ids.ts";
import { logEvents, type ReferralRow } from "../referrals/index.ts";
import type { Assessment } from "./assess.ts";

/** A referral and what the rules say of it now. */
export type Finding = { referral: ReferralRow; assessment: Assessment };

/** Asks the owner about each of these, unless they are asked already. */
export async function openCases(ctx: Ctx, held: readonly Finding[]): Promise<void> {
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

/** What was found is gone, so nobody needs to decide: the cases end by themselves, with nobody's name on them. */
export async function closeCases(ctx: Ctx, cleared: readonly Finding[]): Promise<void> {
  if (cleared.length === 0) return;
  const now = ctx.clock.now();
  const closed = await transact(ctx, (tx) =>
    tx
      .update(fraudCases)
      .set({ status: "released", decidedAt: now, updatedAt: now })
      .where(
        and(
          eq(fraudCases.companyId, ctx.companyId),
          eq(fraudCases.status, "open"),
          inIds(
            fraudCases.referralId,
            cleared.map(({ referral }) => referral.id),
          ),
        ),
      )
      .returning({ referralId: fraudCases.referralId }),
  );
  const ids = new Set(closed.map(({ referralId }) => referralId));
  const released = cleared.filter(({ referral }) => ids.has(referral.id));
  await logEvents(
    ctx,
    released.map(({ referral }) => ({ action: "released", referral })),
  );
  await recordAudits(
    ctx,
    released.map(({ referral, assessment: { score } }) => ({
      action: "referral.released",
      subjectType: "referral",
      subjectId: referral.id,
      details: { score },
    })),
  );
}

/** Of these referrals those that stay held: what was found is gone because somebody whom it is about was erased. */
export async function heldThoughErased(ctx: Ctx, referralIds: readonly string[]): Promise<Set<string>> {
  if (referralIds.length === 0) return new Set();
  const rows = await transact(ctx, (tx) =>
    tx.execute(sql`
      SELECT referrals.id FROM referrals
       WHERE referrals.company_id = ${ctx.companyId} AND ${inIds(referrals.id, referralIds)} AND EXISTS (
         SELECT FROM users u
          WHERE u.company_id = ${ctx.companyId} AND u.erased_at IS NOT NULL AND (
                u.id IN (referrals.referrer_id, referrals.referred_id) OR u.id IN (
                  SELECT o.referred_id FROM fraud_checks c
                    JOIN referrals o ON o.company_id = ${ctx.companyId} AND o.id::text = c.details ->> 'referralId'
                   WHERE c.company_id = ${ctx.companyId} AND c.referral_id = referrals.id AND c.flagged)))`),
  );
  return new Set(
    z
      .array(z.object({ id: z.string() }))
      .parse([...rows])
      .map(({ id }) => id),
  );
}
