import { and, eq, gt, sql } from "drizzle-orm";
import { z } from "zod";
import { campaignParticipants, campaignPrizes, campaignStandings, campaigns } from "#db/schema/index.ts";
import { writeRows } from "#db/write-rows.ts";
import { recordAudit } from "../audit/index.ts";
import { type CampaignRow, campaignOf, getCampaignRow } from "../campaigns/index.ts";
import { chunksOf } from "../core/chunks.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { newId } from "../core/ids.ts";
import { parseInput } from "../core/parse.ts";
import { say } from "../core/said.ts";
import { enqueueEach } from "../jobs/index.ts";
import { type Placed, placesOf } from "./places.ts";
import { scoreCampaigns } from "./score-campaigns.ts";
import { type Winner, winnersIn } from "./winners.ts";

export const FreezeStandingInput = z.strictObject({ campaignId: z.uuid() });
export type FreezeStandingInput = z.infer<typeof FreezeStandingInput>;

/**
 * The settling is over: everybody is scored once more, the standing is kept as it is, and who has won what. Run
 * again, or by two at once, it does nothing more. Answers whether it was this run that froze it.
 */
export async function freezeStanding(ctx: Ctx, input: FreezeStandingInput): Promise<boolean> {
  if (ctx.actor.kind !== "system") throw new AppError("forbidden", say("access.worker"));
  const { campaignId } = parseInput(FreezeStandingInput, input);
  const before = await getCampaignRow(ctx, campaignId);
  if (before.status !== "settling" || before.settlesAt > ctx.clock.now()) return false;
  await scoreEverybody(ctx, before);
  return transact(ctx, async (_tx, ctx) => {
    const row = await getCampaignRow(ctx, campaignId, true);
    const now = ctx.clock.now();
    if (row.status !== "settling" || row.settlesAt > now) return false;
    const standing = placesOf(await readParticipants(ctx, campaignId));
    const winners = winnersIn(standing, campaignOf(row).terms.prizes, row.raffleSeed);
    await keepStanding(ctx, campaignId, standing, now);
    await keepWinners(ctx, campaignId, winners, now);
    await conclude(ctx, row, { members: standing.length, prizes: winners.length }, now);
    return true;
  });
}

const membersAtOnce = 250;

/**
 * Whoever had a referral in the campaign's time: holds end, and jobs may be on their way still. The rewards of those
 * whose points changed by it follow.
 */
async function scoreEverybody(ctx: Ctx, row: CampaignRow): Promise<void> {
  const { startDate, endDate } = row;
  // By criteria of its own, whoever paid before it may have become active in its time.
  const isByOwnCriteria = campaignOf(row).terms.rules.activation !== null;
  const rows = await transact(ctx, (tx) =>
    tx.execute(sql`
      SELECT DISTINCT r.referrer_id AS "userId" FROM referrals r
       WHERE r.company_id = ${ctx.companyId} AND r.signed_up_at < ${endDate.toISOString()}::timestamptz
         AND (greatest(r.signed_up_at, r.converted_at, r.activated_at) >= ${startDate.toISOString()}::timestamptz
              OR (${isByOwnCriteria} AND r.status IN ('converted', 'activated')))
       ORDER BY 1`),
  );
  const userIds = z
    .array(z.object({ userId: z.uuid() }))
    .parse([...rows])
    .map(({ userId }) => userId);
  for (const some of chunksOf(userIds, membersAtOnce)) {
    await transact(ctx, async (tx, ctx) => {
      const changed = await scoreCampaigns(ctx, { userIds: some });
      // Of the others it says so itself.
      const payloads = some
        .filter((userId) => changed.has(userId))
        .map((userId) => ({ companyId: ctx.companyId, userId }));
      await enqueueEach(ctx, tx, "score-campaigns", payloads);
    });
  }
}

async function readParticipants(ctx: Ctx, campaignId: string) {
  const of = campaignParticipants;
  return transact(ctx, (tx) =>
    tx
      .select()
      .from(of)
      .where(and(eq(of.companyId, ctx.companyId), eq(of.campaignId, campaignId), gt(of.points, 0))),
  );
}

async function keepStanding(
  ctx: Ctx,
  campaignId: string,
  standing: readonly Placed[],
  frozenAt: Date,
): Promise<void> {
  const rows = standing.map(({ userId, rank, points, referrals, scoreReachedAt }) => ({
    campaignId,
    userId,
    rank,
    points,
    referrals,
    scoreReachedAt,
    frozenAt,
  }));
  await transact(ctx, (tx) => writeRows(tx, ctx.companyId, campaignStandings, rows));
}

async function keepWinners(
  ctx: Ctx,
  campaignId: string,
  winners: readonly Winner[],
  wonAt: Date,
): Promise<void> {
  const rows = winners.map((winner) => ({ ...winner, id: newId(wonAt), campaignId, wonAt }));
  await transact(ctx, (tx) => writeRows(tx, ctx.companyId, campaignPrizes, rows));
}

async function conclude(
  ctx: Ctx,
  row: CampaignRow,
  counts: { members: number; prizes: number },
  frozenAt: Date,
): Promise<void> {
  await transact(ctx, (tx) =>
    tx
      .update(campaigns)
      .set({ status: "ended", frozenAt, updatedAt: frozenAt })
      .where(and(eq(campaigns.companyId, ctx.companyId), eq(campaigns.id, row.id))),
  );
  await recordAudit(ctx, {
    action: "campaign.settled",
    subjectType: "campaign",
    subjectId: row.id,
    details: { name: row.name, before: row.status, after: "ended", ...counts },
  });
}
