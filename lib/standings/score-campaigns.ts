import { and, eq, isNotNull, ne } from "drizzle-orm";
import { z } from "zod";
import { inIds } from "#db/in-ids.ts";
import { campaignPoints, campaigns } from "#db/schema/index.ts";
import { isShared } from "../campaigns/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { say } from "../core/said.ts";
import { enqueueEach, scheduleEach } from "../jobs/index.ts";
import { pointsUnit, settleBooks, type Target } from "../ledger/index.ts";
import { lockMembersById } from "../members/index.ts";
import { allot, countedEvent } from "./allot.ts";
import { candidatesOf, nextActivation, versionAt } from "./candidates.ts";
import { giveToOne, latestOf } from "./exclusive.ts";
import {
  candidateFrom,
  changesOf,
  type LineChange,
  readLines,
  type StoredLine,
  writeLines,
} from "./line-rows.ts";
import { noteLimits } from "./note-limits.ts";
import { refreshParticipants } from "./participants.ts";
import { ownCriteria, readOpenCampaigns, readScoredReferrals, readScorers } from "./read-scoring.ts";
import type { ScoringCampaign } from "./scoring.ts";

export const ScoreCampaignsInput = z.strictObject({ userIds: z.array(z.uuid()).max(1_000) });
export type ScoreCampaignsInput = z.infer<typeof ScoreCampaignsInput>;

/**
 * Makes the points of these members in all campaigns that run what the facts, the terms and the clock say, and
 * with them the standings and the books. Whoever has a limit's last place instead of them, or no more, is scored
 * after them. Repeating it changes nothing. Returns whose points it changed.
 */
export async function scoreCampaigns(ctx: Ctx, input: ScoreCampaignsInput): Promise<Set<string>> {
  if (ctx.actor.kind !== "system") throw new AppError("forbidden", say("access.worker"));
  const { userIds } = parseInput(ScoreCampaignsInput, input);
  const changed = new Set<string>();
  if (userIds.length === 0 || (await readOpenCampaigns(ctx, false)).length === 0) return changed;
  await transact(ctx, async (tx, ctx) => {
    await lockMembersById(ctx, userIds);
    // Locked, so that no standing is frozen meanwhile and limits of all members are shared out by one at a time.
    const campaigns = await readOpenCampaigns(ctx, true);
    if (campaigns.length === 0) return;
    const known = Map.groupBy(
      await readLines(ctx, {
        userIds,
        campaignIds: campaigns.map(({ id }) => id),
        sharedIds: campaigns.filter((campaign) => isShared(latestOf(campaign))).map(({ id }) => id),
      }),
      ({ campaignId }) => campaignId,
    );
    const { contests: found, due } = await contestsOf(ctx, campaigns, userIds);
    const scored = new Set(userIds);
    for (const { campaign, candidates } of found) {
      const lines = known.get(campaign.id) ?? [];
      const others = lines
        .filter(({ userId, event }) => !scored.has(userId) && event !== "bonus")
        .map(candidateFrom);
      const allotted = allot(campaign, [...candidates, ...others]);
      const changes = changesOf(campaign.id, lines, allotted.lines, ctx.clock.now());
      await writeChanges(ctx, campaign, changes);
      for (const { after } of changes) changed.add(after.userId);
      await noteLimits(ctx, campaign, { ...allotted, referrals: referralsGained(campaign, changes) });
    }
    await planNextCounting(ctx, userIds, due);
    // What was known of them may be out of date: a hold that ended while they were over the limit, say.
    const others = [...changed].filter((userId) => !scored.has(userId));
    await enqueueEach(
      ctx,
      tx,
      "score-campaigns",
      others.map((userId) => ({ companyId: ctx.companyId, userId })),
    );
  });
  return changed;
}

async function contestsOf(ctx: Ctx, campaigns: readonly ScoringCampaign[], userIds: readonly string[]) {
  const since = new Date(Math.min(...campaigns.map(({ startDate }) => startDate.getTime())));
  const terms = campaigns.flatMap(({ versions }) => versions.map((version) => version.terms));
  const referrals = await readScoredReferrals(
    ctx,
    userIds,
    since,
    ownCriteria(terms.map(({ rules }) => rules)),
  );
  const audiences = terms.map(({ audience }) => audience);
  const scorers = await readScorers(ctx, userIds, audiences);
  const now = ctx.clock.now();
  const contests = campaigns.map((campaign) => ({
    campaign,
    candidates: scorers.flatMap((scorer) =>
      candidatesOf(campaign, scorer, referrals.get(scorer.userId) ?? [], now),
    ),
  }));
  const isContested = campaigns.some((campaign) => !latestOf(campaign).stacks);
  const due = userIds.flatMap((userId) =>
    campaigns.flatMap((campaign) => {
      const dueAt = nextActivation(campaign, referrals.get(userId) ?? []);
      return dueAt === null ? [] : [{ userId, dueAt }];
    }),
  );
  return {
    contests: isContested ? giveToOne(contests, await takenByFrozen(ctx, userIds)) : contests,
    due,
  };
}

/** Referrals that a campaign has that does not stack and whose standing is frozen, also where they were over a limit. */
async function takenByFrozen(ctx: Ctx, userIds: readonly string[]): Promise<ReadonlySet<string>> {
  const { companyId } = ctx;
  const rows = await transact(ctx, (tx) =>
    tx
      .selectDistinct({ subjectId: campaignPoints.subjectId })
      .from(campaignPoints)
      .innerJoin(
        campaigns,
        and(eq(campaigns.companyId, companyId), eq(campaigns.id, campaignPoints.campaignId)),
      )
      .where(
        and(
          eq(campaignPoints.companyId, companyId),
          inIds(campaignPoints.userId, userIds),
          ne(campaignPoints.status, "void"),
          eq(campaigns.stacks, false),
          isNotNull(campaigns.frozenAt),
        ),
      ),
  );
  return new Set(rows.map(({ subjectId }) => subjectId));
}

async function writeChanges(
  ctx: Ctx,
  campaign: ScoringCampaign,
  changes: readonly LineChange[],
): Promise<void> {
  if (changes.length === 0) return;
  await writeLines(
    ctx,
    changes.map(({ after }) => after),
  );
  const userIds = [...new Set(changes.map(({ after }) => after.userId))];
  await refreshParticipants(ctx, campaign.id, userIds, (line) => isReferral(campaign, line));
  await settleBooks(
    ctx,
    changes.filter(isBooked).map((change) => targetOf(campaign, change, ctx.clock.now())),
  );
}

export function isReferral(campaign: ScoringCampaign, { event, occurredAt }: StoredLine): boolean {
  return event === countedEvent(versionAt(campaign, occurredAt).terms.rules);
}

/** How many referrals more, or fewer, count or may come to. */
function referralsGained(campaign: ScoringCampaign, changes: readonly LineChange[]): number {
  const worth = (line: StoredLine | null) =>
    line !== null &&
    isReferral(campaign, line) &&
    (line.status === "counted" || line.status === "provisional")
      ? 1
      : 0;
  return changes.reduce((sum, { before, after }) => sum + worth(after) - worth(before), 0);
}

function isBooked({ before, after }: LineChange): boolean {
  return before?.status === "counted" || after.status === "counted";
}

/** Points that count are the member's to spend, until they count no more. */
function targetOf({ name }: ScoringCampaign, { after }: LineChange, now: Date): Target {
  const { id, userId: holderId, status, subjectId, version, occurredAt } = after;
  const amount = status === "counted" ? BigInt(after.points) : 0n;
  const account = { holderId, unit: pointsUnit };
  return {
    source: { type: "points", id },
    factId: subjectId,
    rule: name,
    ruleVersion: version,
    occurredAt: amount > 0n ? occurredAt : now,
    lines: [
      { ...account, kind: "points_issued", amount: -amount },
      { ...account, kind: "points", amount },
    ],
  };
}

type Due = { userId: string; dueAt: Date };

/** Members whose points wait for the end of a hold, or for a friend to have stayed, are scored again then. */
async function planNextCounting(
  ctx: Ctx,
  userIds: readonly string[],
  friends: readonly Due[],
): Promise<void> {
  const { companyId } = ctx;
  await transact(ctx, async (tx, ctx) => {
    const rows = await tx
      .select({ userId: campaignPoints.userId, countsAt: campaignPoints.countsAt })
      .from(campaignPoints)
      .where(
        and(
          eq(campaignPoints.companyId, companyId),
          inIds(campaignPoints.userId, userIds),
          eq(campaignPoints.status, "provisional"),
        ),
      );
    const now = ctx.clock.now();
    const held = rows.filter(({ countsAt }) => countsAt > now);
    const waiting = [...friends, ...held.map(({ userId, countsAt }) => ({ userId, dueAt: countsAt }))];
    await scheduleEach(
      ctx,
      tx,
      [...Map.groupBy(waiting, ({ userId }) => userId)].map(([userId, of]) => ({
        job: "score-campaigns" as const,
        key: userId,
        dueAt: new Date(Math.min(...of.map(({ dueAt }) => dueAt.getTime()))),
        payload: { companyId, userId },
      })),
    );
  });
}
