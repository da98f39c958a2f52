import { sql } from "drizzle-orm";
import { z } from "zod";
import { type StatsPeriod, statsPeriods } from "#db/enums.ts";
import { getSettings } from "../companies/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { displayName } from "../members/index.ts";
import { periodStartOf } from "./periods.ts";

export const GetLeaderboardInput = z.strictObject({
  period: z.enum(statsPeriods).default("all"),
  /** Whose place is shown with its neighbours; the acting member's when left out. */
  around: z.uuid().optional(),
});
export type GetLeaderboardInput = z.input<typeof GetLeaderboardInput>;

export type LeaderboardRow = {
  /** 1, 1, 3: members with the same score share a place; whoever reached it first is shown first. */
  rank: number;
  userId: string;
  name: string;
  avatarUrl: string | null;
  score: number;
  isMe: boolean;
};

export type Leaderboard = {
  /** False where the owner keeps the board to the team; then it is empty for members. */
  isVisible: boolean;
  period: StatsPeriod;
  periodStart: string;
  rankedMembers: number;
  top: LeaderboardRow[];
  /** The member with up to two places before and after; empty without a confirmed referral in the period. */
  around: LeaderboardRow[];
};

const shownAtTop = 50;
const neighbours = 2;

/** Members by confirmed referrals in a period. @throws AppError forbidden when a member asks about another */
export async function getLeaderboard(ctx: Ctx, input: GetLeaderboardInput = {}): Promise<Leaderboard> {
  const { period, around } = parseInput(GetLeaderboardInput, input);
  const { actor } = ctx;
  if (actor.kind === "member" && around !== undefined && around !== actor.userId) {
    throw new AppError("forbidden", "You can only look for your own place.");
  }
  const me = around ?? (actor.kind === "system" ? null : actor.userId);
  const periodStart = periodStartOf(period, ctx.clock.now());
  return transact(ctx, async (_tx, ctx) => {
    const empty = { period, periodStart, rankedMembers: 0, top: [], around: [] };
    if (actor.kind === "member" && !(await getSettings(ctx)).leaderboardVisible)
      return { isVisible: false, ...empty };
    const board = { period, periodStart, me };
    const [top, near, rankedMembers] = await Promise.all([
      readTop(ctx, board),
      me === null ? [] : readAround(ctx, board, me),
      countRanked(ctx, board),
    ]);
    return { isVisible: true, period, periodStart, rankedMembers, top, around: near };
  });
}

type Board = { period: StatsPeriod; periodStart: string; me: string | null };

const Row = z.object({
  user_id: z.string(),
  whop_user_id: z.string(),
  name: z.string().nullable(),
  username: z.string().nullable(),
  avatar_url: z.string().nullable(),
  score: z.number(),
  ahead: z.coerce.number(),
});

/** Rows of the board, with how many are ahead of each: counted in the histogram of scores. */
async function readRows(ctx: Ctx, board: Board, which: ReturnType<typeof sql>): Promise<LeaderboardRow[]> {
  const { period, periodStart, me } = board;
  const rows = await transact(ctx, (tx) =>
    tx.execute(sql`
      WITH counts AS MATERIALIZED (
        SELECT c.score, sum(c.members) OVER (ORDER BY c.score DESC) - c.members AS ahead FROM score_counts c
         WHERE c.company_id = ${ctx.companyId} AND c.period = ${period} AND c.period_start = ${periodStart}::date
           AND c.score > 0
      )
      SELECT s.user_id, u.whop_user_id, u.name, u.username, u.avatar_url, s.score, coalesce(c.ahead, 0) AS ahead
      FROM (${which}) s
      LEFT JOIN counts c ON c.score = s.score
      JOIN users u ON u.company_id = ${ctx.companyId} AND u.id = s.user_id
      ORDER BY s.score DESC, s.score_reached_at, s.user_id`),
  );
  return z
    .array(Row)
    .parse([...rows])
    .map((row) => ({
      rank: row.ahead + 1,
      userId: row.user_id,
      name: displayName({ name: row.name, username: row.username, whopUserId: row.whop_user_id }),
      avatarUrl: row.avatar_url,
      score: row.score,
      isMe: row.user_id === me,
    }));
}

function onBoard(ctx: Ctx, { period, periodStart }: Board) {
  return sql`m.company_id = ${ctx.companyId} AND m.period = ${period} AND m.period_start = ${periodStart}::date
             AND m.score > 0`;
}

function readTop(ctx: Ctx, board: Board): Promise<LeaderboardRow[]> {
  return readRows(
    ctx,
    board,
    sql`SELECT m.user_id, m.score, m.score_reached_at FROM member_stats m WHERE ${onBoard(ctx, board)}
        ORDER BY m.score DESC, m.score_reached_at, m.user_id LIMIT ${shownAtTop}`,
  );
}

function readAround(ctx: Ctx, board: Board, me: string): Promise<LeaderboardRow[]> {
  const mine = sql`(SELECT m.score, m.score_reached_at, m.user_id FROM member_stats m
                     WHERE ${onBoard(ctx, board)} AND m.user_id = ${me}::uuid)`;
  // Score falls along the board while time rises, so "before" and "after" cannot be one comparison of rows.
  // The bound on the score alone is where the index is entered.
  const before = sql`m.score >= me.score AND (m.score > me.score OR
                     (m.score_reached_at, m.user_id) < (me.score_reached_at, me.user_id))`;
  const after = sql`m.score <= me.score AND (m.score < me.score OR
                    (m.score_reached_at, m.user_id) > (me.score_reached_at, me.user_id))`;
  return readRows(
    ctx,
    board,
    // Lateral, so that each side reads its few rows off the index instead of sorting the board.
    sql`(SELECT b.* FROM ${mine} me CROSS JOIN LATERAL (
           SELECT m.user_id, m.score, m.score_reached_at FROM member_stats m WHERE ${onBoard(ctx, board)} AND ${before}
           ORDER BY m.score, m.score_reached_at DESC, m.user_id DESC LIMIT ${neighbours}) b)
        UNION ALL (SELECT me.user_id, me.score, me.score_reached_at FROM ${mine} me)
        UNION ALL (SELECT a.* FROM ${mine} me CROSS JOIN LATERAL (
           SELECT m.user_id, m.score, m.score_reached_at FROM member_stats m WHERE ${onBoard(ctx, board)} AND ${after}
           ORDER BY m.score DESC, m.score_reached_at, m.user_id LIMIT ${neighbours}) a)`,
  );
}

async function countRanked(ctx: Ctx, { period, periodStart }: Board): Promise<number> {
  const rows = await transact(ctx, (tx) =>
    tx.execute(sql`
      SELECT coalesce(sum(c.members), 0) AS n FROM score_counts c
       WHERE c.company_id = ${ctx.companyId} AND c.period = ${period} AND c.period_start = ${periodStart}::date
         AND c.score > 0`),
  );
  return z.tuple([z.object({ n: z.coerce.number() })]).parse([...rows])[0].n;
}
