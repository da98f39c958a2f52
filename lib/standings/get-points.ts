import { and, desc, eq, lt, or, type SQL } from "drizzle-orm";
import { z } from "zod";
import type { PointEvent, PointStatus } from "#db/enums.ts";
import { campaignPoints, referrals } from "#db/schema/index.ts";
import { getCampaign } from "../campaigns/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact, whose } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { displayName, membersById } from "../members/index.ts";
import { lineFromRow } from "./line-rows.ts";
import type { LineReason, WorkingStep } from "./workings.ts";

export const GetCampaignPointsInput = z.strictObject({
  id: z.uuid(),
  /** Whose points; the acting member's when left out. */
  userId: z.uuid().optional(),
  /** The id of the last line of the page before. */
  cursor: z.uuid().optional(),
  limit: z.int().min(1).max(100).default(25),
});
export type GetCampaignPointsInput = z.input<typeof GetCampaignPointsInput>;

export type ShownPointLine = {
  id: string;
  event: PointEvent;
  /** Which step of a bonus; 0 for the others. */
  step: number;
  occurredAt: Date;
  /** When its hold is over. */
  countsAt: Date;
  /** What it is worth if it counts. */
  points: number;
  status: PointStatus;
  reason: LineReason | null;
  steps: WorkingStep[];
  /** Version of the campaign's terms it was found under. */
  version: number;
  /** Null for a bonus. */
  person: { name: string; avatarUrl: string | null; referralId: string } | null;
};

export type PointLinePage = { lines: ShownPointLine[]; nextCursor: string | null };

/** A member's points of a campaign line by line, latest first, also of what is worth nothing, and why. */
export async function getCampaignPoints(ctx: Ctx, input: GetCampaignPointsInput): Promise<PointLinePage> {
  const { id, userId, cursor, limit } = parseInput(GetCampaignPointsInput, input);
  const of = whose(ctx, userId);
  return transact(ctx, async (tx, ctx) => {
    await getCampaign(ctx, { id });
    const mine = and(
      eq(campaignPoints.companyId, ctx.companyId),
      eq(campaignPoints.campaignId, id),
      eq(campaignPoints.userId, of),
    );
    const rows = await tx
      .select({ line: campaignPoints, referredId: referrals.referredId })
      .from(campaignPoints)
      .leftJoin(
        referrals,
        and(eq(referrals.companyId, ctx.companyId), eq(referrals.id, campaignPoints.subjectId)),
      )
      .where(and(mine, cursor === undefined ? undefined : await after(ctx, mine, cursor)))
      .orderBy(desc(campaignPoints.occurredAt), desc(campaignPoints.id))
      .limit(limit + 1);
    const page = rows.slice(0, limit);
    const people = await membersById(
      ctx,
      page.flatMap(({ referredId }) => referredId ?? []),
    );
    const lines = page.map(({ line: row, referredId }): ShownPointLine => {
      const { workings, reason, ...line } = lineFromRow(row);
      const { event, step, occurredAt, countsAt, points, status, version, subjectId } = line;
      const person = referredId === null ? undefined : people.get(referredId);
      return {
        id: line.id,
        event,
        step,
        occurredAt,
        countsAt,
        points,
        status,
        reason,
        steps: workings.steps,
        version,
        person: person
          ? { name: displayName(person), avatarUrl: person.avatarUrl, referralId: subjectId }
          : null,
      };
    });
    return { lines, nextCursor: rows.length > limit ? (lines.at(-1)?.id ?? null) : null };
  });
}

async function after(ctx: Ctx, mine: SQL | undefined, cursor: string): Promise<SQL | undefined> {
  const [last] = await transact(ctx, (tx) =>
    tx
      .select({ occurredAt: campaignPoints.occurredAt })
      .from(campaignPoints)
      .where(and(mine, eq(campaignPoints.id, cursor))),
  );
  if (!last) throw notFound("pointLine");
  return or(
    lt(campaignPoints.occurredAt, last.occurredAt),
    and(eq(campaignPoints.occurredAt, last.occurredAt), lt(campaignPoints.id, cursor)),
  );
}
