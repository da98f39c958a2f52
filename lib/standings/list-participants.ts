import { sql } from "drizzle-orm";
import { z } from "zod";
import { getCampaign } from "../campaigns/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { displayName, membersById } from "../members/index.ts";

export const ListParticipantsInput = z.strictObject({
  id: z.uuid(),
  /** Only this member. */
  userId: z.uuid().optional(),
  /** Counted from 1. */
  page: z.int().min(1).max(100_000).default(1),
  limit: z.int().min(1).max(100).default(50),
});
export type ListParticipantsInput = z.input<typeof ListParticipantsInput>;

export type ListedParticipant = {
  userId: string;
  name: string;
  avatarUrl: string | null;
  /** 1, 1, 3; null without points that count. */
  rank: number | null;
  points: number;
  pointsProvisional: number;
  /** Referrals that count. */
  referrals: number;
};

export type ParticipantPage = { participants: ListedParticipant[]; total: number; isFrozen: boolean };

const Row = z.object({
  user_id: z.string(),
  rank: z.coerce.number().nullable(),
  points: z.number(),
  points_provisional: z.number(),
  referrals: z.number(),
});

/**
 * Everybody in a campaign for the team, also who only waits for points: as it stands, or as it was frozen.
 * @throws AppError not_found
 */
export async function listParticipants(ctx: Ctx, input: ListParticipantsInput): Promise<ParticipantPage> {
  requireOwner(ctx);
  const { id, userId, page, limit } = parseInput(ListParticipantsInput, input);
  const { companyId } = ctx;
  return transact(ctx, async (tx, ctx) => {
    const { frozenAt } = await getCampaign(ctx, { id });
    const one = userId === undefined ? sql`` : sql` AND m.user_id = ${userId}`;
    const part =
      frozenAt === null
        ? sql`FROM campaign_participants m
              WHERE m.company_id = ${companyId} AND m.campaign_id = ${id}
                AND m.points + m.points_provisional > 0${one}`
        : sql`FROM campaign_standings m
              WHERE m.company_id = ${companyId} AND m.campaign_id = ${id}${one}`;
    const waiting = frozenAt === null ? sql`m.points_provisional` : sql`0`;
    const ranked = sql`CASE WHEN m.points > 0 THEN 1 + (
      SELECT coalesce(sum(c.members), 0) FROM campaign_score_counts c
       WHERE c.company_id = ${companyId} AND c.campaign_id = ${id} AND c.points > m.points) END`;
    const rank = frozenAt === null ? ranked : sql`m.rank`;
    const rows = await tx.execute(sql`
      SELECT m.user_id, ${rank} AS rank, m.points, ${waiting} AS points_provisional, m.referrals ${part}
       ORDER BY m.points DESC, m.score_reached_at, points_provisional DESC, m.user_id
       LIMIT ${limit} OFFSET ${(page - 1) * limit}`);
    const counted = await tx.execute(sql`SELECT count(*)::int AS n ${part}`);
    const found = z.array(Row).parse([...rows]);
    const people = await membersById(
      ctx,
      found.map((row) => row.user_id),
    );
    return {
      isFrozen: frozenAt !== null,
      total: z.array(z.object({ n: z.number() })).parse([...counted])[0]?.n ?? 0,
      participants: found.flatMap((row) => {
        const member = people.get(row.user_id);
        if (member === undefined) return [];
        const { rank, points, points_provisional: pointsProvisional, referrals } = row;
        const name = displayName(member);
        return [
          {
            userId: member.id,
            name,
            avatarUrl: member.avatarUrl,
            rank,
            points,
            pointsProvisional,
            referrals,
          },
        ];
      }),
    };
  });
}
