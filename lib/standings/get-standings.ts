import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { atMost } from "#db/at-most.ts";
import { placeOf, placesAround } from "#db/board-places.ts";
import { getCampaign } from "../campaigns/index.ts";
import { getSettings } from "../companies/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact, whose } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { type Seen, type Shown, ShownRow, seenBy, shownColumns, shownFrom } from "../members/index.ts";

export const GetStandingsInput = z.strictObject({
  id: z.uuid(),
  /** Whose place is shown with its neighbours; the acting member's when left out. */
  around: z.uuid().optional(),
});
export type GetStandingsInput = z.input<typeof GetStandingsInput>;

export type StandingRow = Seen & {
  /** 1, 1, 3: members with the same points share a rank; whoever reached them first is shown first. */
  rank: number;
  points: number;
  pointsProvisional: number;
  /** Referrals that count. */
  referrals: number;
  isMe: boolean;
};

export type Standings = {
  /** False where the owner keeps boards to the team; then members see only themselves. */
  isVisible: boolean;
  isFrozen: boolean;
  rankedMembers: number;
  top: StandingRow[];
  /** The member with up to two places before and after; empty without points that count. */
  around: StandingRow[];
};

const shownAtTop = 50;
const neighbours = 2;

const Row = ShownRow.extend({
  points: z.number(),
  points_provisional: z.number(),
  referrals: z.number(),
  ahead: z.coerce.number(),
  /** All who have points that count, as the board's top says it with its places. */
  ranked: z.coerce.number(),
});

/** The board of a campaign. @throws AppError not_found, forbidden when a member asks about another */
export async function getCampaignStandings(ctx: Ctx, input: GetStandingsInput): Promise<Standings> {
  const { id, around } = parseInput(GetStandingsInput, input);
  const { actor } = ctx;
  const me = around === undefined && actor.kind === "system" ? null : whose(ctx, around);
  return transact(ctx, async (_tx, ctx) => {
    const { frozenAt } = await getCampaign(ctx, { id });
    const isVisible = actor.kind !== "member" || (await getSettings(ctx)).leaderboardVisible;
    const top = isVisible ? await readBoardRows(ctx, id, topOf(ctx, id)) : [];
    const near = me === null ? [] : await readBoardRows(ctx, id, nearTo(ctx, id, me));
    const mark = (row: z.output<typeof Row>): StandingRow => ({
      rank: row.ahead + 1,
      points: row.points,
      pointsProvisional: row.points_provisional,
      referrals: row.referrals,
      ...seenBy(actor, shownFrom(row)),
      isMe: row.user_id === me,
    });
    return {
      isVisible,
      isFrozen: frozenAt !== null,
      rankedMembers: rankedIn(top),
      top: top.map(mark),
      around: near.map(mark).filter(({ isMe }) => isVisible || isMe),
    };
  });
}

/** The first so many and how many there are, as pages show them that anybody may open. */
export async function readTop(
  ctx: Ctx,
  campaignId: string,
  most: number,
  nameOf: (member: Shown) => string | null,
): Promise<{
  places: { rank: number; name: string | null; points: number; referrals: number }[];
  rankedMembers: number;
}> {
  const rows = await readBoardRows(ctx, campaignId, topOf(ctx, campaignId, most));
  const places = rows.map((row) => ({
    rank: row.ahead + 1,
    name: nameOf(shownFrom(row)),
    points: row.points,
    referrals: row.referrals,
  }));
  return { places, rankedMembers: rankedIn(rows) };
}

/** Without a first place nobody has points that count. */
function rankedIn(top: readonly z.output<typeof Row>[]): number {
  return top[0]?.ranked ?? 0;
}

/** Rows of a board with how many are ahead: all who have more than the first of them, and from there on score by score. */
async function readBoardRows(ctx: Ctx, campaignId: string, which: SQL): Promise<z.output<typeof Row>[]> {
  const { companyId } = ctx;
  const counted = sql`campaign_score_counts c WHERE c.company_id = ${companyId} AND c.campaign_id = ${campaignId}`;
  const rows = await transact(ctx, (tx) =>
    tx.execute(sql`
      WITH shown AS MATERIALIZED (${which}),
      span AS MATERIALIZED (SELECT min(points) AS last, max(points) AS first FROM shown),
      counts AS MATERIALIZED (
        SELECT c.points, sum(c.members) OVER (ORDER BY c.points DESC) - c.members
               + (SELECT coalesce(sum(c.members), 0) FROM ${counted} AND c.points > (SELECT first FROM span)) AS ahead
          FROM ${counted} AND c.points BETWEEN (SELECT last FROM span) AND (SELECT first FROM span)
      )
      SELECT ${shownColumns}, s.points, s.points_provisional, s.referrals, s.ranked, coalesce(counts.ahead, 0) AS ahead
        FROM shown s
        JOIN users u ON u.company_id = ${companyId} AND u.id = s.user_id
        LEFT JOIN member_preferences p ON p.company_id = ${companyId} AND p.user_id = s.user_id
        LEFT JOIN counts ON counts.points = s.points
       ORDER BY s.points DESC, s.score_reached_at, s.user_id`),
  );
  return z.array(Row).parse([...rows]);
}

function takingPart(ctx: Ctx, campaignId: string, columns = sql`m.*`): SQL {
  return sql`SELECT ${columns} FROM campaign_participants m
              WHERE m.company_id = ${ctx.companyId} AND m.campaign_id = ${campaignId}`;
}

/**
 * How many have points is counted in the same statement, so that it is never fewer than are shown while points change.
 * That points are above zero is said again in a way that the planner cannot see through: of a range that it does not
 * know it expects a third, which makes the board's index cheaper than to read and sort all who take part.
 */
function topOf(ctx: Ctx, campaignId: string, most = shownAtTop): SQL {
  const columns = sql`m.*, (${countOfRanked(ctx, campaignId)}) AS ranked`;
  return sql`${takingPart(ctx, campaignId, columns)} AND m.points > 0 AND m.board_order < (SELECT 0)
    ORDER BY ${placeOf("m")} ${atMost(most)}`;
}

/** A member and up to two places on either side, each a few steps along the index. */
function nearTo(ctx: Ctx, campaignId: string, userId: string): SQL {
  const taking = takingPart(ctx, campaignId);
  // A member's own row is looked up by its key, and not by the board's index, which has the member last.
  return sql`
    SELECT near.*, 0 AS ranked FROM (${taking} AND m.user_id = ${userId} LIMIT 1) me
    CROSS JOIN LATERAL (${placesAround(sql`${taking} AND m.points > 0`, sql`SELECT me.*`, neighbours)}) near
    WHERE me.points > 0`;
}

function countOfRanked(ctx: Ctx, campaignId: string): SQL {
  return sql`SELECT coalesce(sum(c.members), 0)::int AS n FROM campaign_score_counts c
              WHERE c.company_id = ${ctx.companyId} AND c.campaign_id = ${campaignId} AND c.points > 0`;
}

export async function countRanked(ctx: Ctx, campaignId: string): Promise<number> {
  const rows = await transact(ctx, (tx) => tx.execute(countOfRanked(ctx, campaignId)));
  return z.array(z.object({ n: z.number() })).parse([...rows])[0]?.n ?? 0;
}
