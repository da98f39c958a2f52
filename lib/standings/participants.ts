import { and, eq, sql } from "drizzle-orm";
import { inIds } from "#db/in-ids.ts";
import { campaignParticipants, campaignPoints, campaignScoreCounts } from "#db/schema/index.ts";
import { taking, writeRows } from "#db/write-rows.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { lineFromRow, type StoredLine } from "./line-rows.ts";

export type Participant = {
  userId: string;
  points: number;
  pointsProvisional: number;
  /** Referrals that count. */
  referrals: number;
  /** When the last of these points were made. */
  scoreReachedAt: Date | null;
};

/** A member's standing, from the lines of theirs; `isReferral` tells the lines that are a referral each. */
export function participantOf(
  userId: string,
  lines: readonly StoredLine[],
  isReferral: (line: StoredLine) => boolean,
): Participant {
  const counted = lines.filter(({ status }) => status === "counted");
  const scoring = counted.filter(({ points }) => points > 0);
  const sum = (of: readonly StoredLine[]) => of.reduce((all, { points }) => all + points, 0);
  const reached = scoring.map(({ occurredAt }) => occurredAt.getTime());
  return {
    userId,
    points: sum(counted),
    pointsProvisional: sum(lines.filter(({ status }) => status === "provisional")),
    referrals: counted.filter(isReferral).length,
    scoreReachedAt: reached.length > 0 ? new Date(Math.max(...reached)) : null,
  };
}

/** Writes the standings of some members of a campaign anew from their lines, and the histogram of points with them. */
export async function refreshParticipants(
  ctx: Ctx,
  campaignId: string,
  userIds: readonly string[],
  isReferral: (line: StoredLine) => boolean,
): Promise<void> {
  const { companyId } = ctx;
  const of = campaignParticipants;
  await transact(ctx, async (tx, ctx) => {
    const rows = await tx
      .select()
      .from(campaignPoints)
      .where(
        and(
          eq(campaignPoints.companyId, companyId),
          eq(campaignPoints.campaignId, campaignId),
          inIds(campaignPoints.userId, userIds),
        ),
      );
    const lines = Map.groupBy(rows.map(lineFromRow), ({ userId }) => userId);
    const known = await tx
      .select({ userId: of.userId, points: of.points })
      .from(of)
      .where(and(eq(of.companyId, companyId), eq(of.campaignId, campaignId), inIds(of.userId, userIds)));
    const before = new Map(known.map(({ userId, points }) => [userId, points]));
    const after = userIds.map((userId) => participantOf(userId, lines.get(userId) ?? [], isReferral));
    const updatedAt = ctx.clock.now();
    await writeRows(
      tx,
      companyId,
      of,
      after.map((participant) => ({ ...participant, campaignId, updatedAt })),
      {
        onConflict: {
          target: [of.companyId, of.campaignId, of.userId],
          set: taking(of.points, of.pointsProvisional, of.referrals, of.scoreReachedAt, of.updatedAt),
        },
      },
    );
    await moveInHistogram(
      ctx,
      campaignId,
      after.map(({ userId, points }) => ({ from: before.get(userId) ?? 0, to: points })),
    );
  });
}

async function moveInHistogram(
  ctx: Ctx,
  campaignId: string,
  moves: readonly { from: number; to: number }[],
): Promise<void> {
  const counts = new Map<number, number>();
  const add = (points: number, members: number) => {
    if (points > 0) counts.set(points, (counts.get(points) ?? 0) + members);
  };
  for (const { from, to } of moves) {
    add(from, -1);
    add(to, 1);
  }
  const of = campaignScoreCounts;
  const rows = [...counts]
    .filter(([, members]) => members !== 0)
    .map(([points, members]) => ({ campaignId, points, members }));
  await transact(ctx, (tx) =>
    writeRows(tx, ctx.companyId, of, rows, {
      onConflict: {
        target: [of.companyId, of.campaignId, of.points],
        set: new Map([[of.members, sql`${of.members} + excluded.members`]]),
      },
    }),
  );
}
