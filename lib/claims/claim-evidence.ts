import { and, eq, ne, sql } from "drizzle-orm";
import { z } from "zod";
import type { EvidenceKind } from "#db/enums.ts";
import { inIds } from "#db/in-ids.ts";
import { referrals } from "#db/schema/index.ts";
import { dayMs } from "../core/clock.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";

/** A claim, and when the person it is about joined, as far as that is known. */
export type ClaimQuestion = {
  id: string;
  claimerId: string;
  referredId: string;
  joinedAt: Date;
  windowDays: number;
};

export type ClaimEvidence = {
  /** People's clicks on the claimer's links in the window before the joining. */
  ownClicks: number;
  lastOwnClickAt: Date | null;
  /** People's clicks on all other links in the day before it. */
  otherClicks: number;
};

const Clicks = z.array(
  z.object({
    nth: z.coerce.number(),
    own: z.coerce.number(),
    last_own_at: z.coerce.date().nullable(),
    others: z.coerce.number(),
  }),
);

/** What there is besides somebody's word: who was on whose links before the joining. It names nobody. */
export async function readClickEvidence(
  ctx: Ctx,
  questions: readonly ClaimQuestion[],
): Promise<Map<string, ClaimEvidence>> {
  if (questions.length === 0) return new Map();
  const asked = questions.map(({ claimerId, joinedAt, windowDays }, nth) => ({
    nth,
    claimer_id: claimerId,
    joined_at: joinedAt,
    since: new Date(joinedAt.getTime() - windowDays * dayMs),
    day_before: new Date(joinedAt.getTime() - dayMs),
  }));
  const rows = await transact(ctx, (tx) =>
    tx.execute(sql`
      SELECT q.nth, own.clicks AS own, own.last_at AS last_own_at, day.clicks - own.on_day AS others
      FROM jsonb_to_recordset(${JSON.stringify(asked)}::jsonb)
        AS q(nth integer, claimer_id uuid, joined_at timestamptz, since timestamptz, day_before timestamptz)
      CROSS JOIN LATERAL (
        SELECT count(*) AS clicks, max(c.clicked_at) AS last_at,
               count(*) FILTER (WHERE c.clicked_at >= q.day_before) AS on_day
        FROM referral_codes r
        JOIN referral_clicks c ON c.company_id = r.company_id AND c.code_id = r.id
        WHERE r.company_id = ${ctx.companyId} AND r.user_id = q.claimer_id AND c.class = 'human'
          AND c.clicked_at >= q.since AND c.clicked_at <= q.joined_at) own
      CROSS JOIN LATERAL (
        SELECT count(*) AS clicks FROM referral_clicks c
        WHERE c.company_id = ${ctx.companyId} AND c.class = 'human'
          AND c.clicked_at >= q.day_before AND c.clicked_at <= q.joined_at) day`),
  );
  return new Map(
    Clicks.parse([...rows]).flatMap(({ nth, own, last_own_at, others }) => {
      const id = questions[nth]?.id;
      return id ? [[id, { ownClicks: own, lastOwnClickAt: last_own_at, otherClicks: others }]] : [];
    }),
  );
}

/** Who has the credit for these people now, and on what evidence. */
export async function readStandingCredit(
  ctx: Ctx,
  referredIds: readonly string[],
): Promise<Map<string, { referralId: string; referrerId: string; evidence: EvidenceKind }>> {
  const { companyId, id, referrerId, referredId, evidence, status } = referrals;
  const rows = await transact(ctx, (tx) =>
    tx
      .select({ referralId: id, referrerId, referredId, evidence })
      .from(referrals)
      .where(and(eq(companyId, ctx.companyId), inIds(referredId, referredIds), ne(status, "cancelled"))),
  );
  return new Map(rows.map(({ referredId, ...credit }) => [referredId, credit]));
}
