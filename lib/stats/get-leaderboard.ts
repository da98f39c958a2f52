import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { type StatsPeriod, statsPeriods } from "#db/enums.ts";
import { getSettings } from "../companies/index.ts";
import { batchedRead } from "../core/batched-read.ts";
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
  if (actor.kind === "member" && !(await getSettings(ctx)).leaderboardVisible)
    return { isVisible: false, period, periodStart, rankedMembers: 0, top: [], around: [] };
  const board = `${period} ${periodStart}`;
  const [ranked, near] = await Promise.all([
    readTop(ctx, board),
    me === null ? undefined : readAround(ctx, `${board} ${me}`),
  ]);
  const mark = (row: Ranked): LeaderboardRow => ({ ...row, isMe: row.userId === me });
  const { rankedMembers = 0, top = [] } = ranked ?? {};
  return {
    isVisible: true,
    period,
    periodStart,
    rankedMembers,
    top: top.map(mark),
    around: (near ?? []).map(mark),
  };
}

type Ranked = Omit<LeaderboardRow, "isMe">;
type Top = { top: Ranked[]; rankedMembers: number };

const Row = z.object({
  user_id: z.string(),
  whop_user_id: z.string(),
  name: z.string().nullable(),
  username: z.string().nullable(),
  avatar_url: z.string().nullable(),
  score: z.number(),
});
const TopRow = Row.extend({ everyone: z.coerce.number() });
const NearRow = Row.extend({ ahead: z.coerce.number(), whose: z.string() });

/** The top is the same for everybody who looks at the board of a period. */
const readTop = batchedRead<Top>({
  mostKeys: 1,
  async load(ctx, [board = ""]) {
    const { period, periodStart } = boardOf(board);
    const rows = await transact(ctx, (tx) =>
      tx.execute(sql`
        SELECT u.id AS user_id, u.whop_user_id, u.name, u.username, u.avatar_url, s.score,
               (SELECT coalesce(sum(c.members), 0) FROM score_counts c
                 WHERE c.company_id = ${ctx.companyId} AND c.period = ${period}
                   AND c.period_start = ${periodStart}::date AND c.score > 0) AS everyone
        FROM (SELECT m.user_id, m.score, m.score_reached_at FROM member_stats m
               WHERE ${onBoard(ctx, period, periodStart)}
               ORDER BY m.score DESC, m.score_reached_at, m.user_id LIMIT ${shownAtTop}) s
        JOIN users u ON u.company_id = ${ctx.companyId} AND u.id = s.user_id
        ORDER BY s.score DESC, s.score_reached_at, s.user_id`),
    );
    const found = z.array(TopRow).parse([...rows]);
    const top = found.map((row) =>
      rankedFrom(
        row,
        found.findIndex(({ score }) => score === row.score),
      ),
    );
    return new Map([[board, { top, rankedMembers: found[0]?.everyone ?? 0 }]]);
  },
});

/** Members with their neighbours on the board; those of one period are read together. */
const readAround = batchedRead<Ranked[]>({
  mostKeys: 500,
  async load(ctx, keys) {
    const found = new Map<string, Ranked[]>();
    for (const [board, asked] of Map.groupBy(keys, (key) => key.slice(0, key.lastIndexOf(" ")))) {
      const userIds = asked.map((key) => key.slice(board.length + 1));
      const rows = await readNeighbours(ctx, boardOf(board), userIds);
      for (const [whose, near] of Map.groupBy(rows, (row) => row.whose)) {
        found.set(
          `${board} ${whose}`,
          near.map((row) => rankedFrom(row, row.ahead)),
        );
      }
    }
    return found;
  },
});

function boardOf(key: string): { period: string; periodStart: string } {
  const [period = "", periodStart = ""] = key.split(" ");
  return { period, periodStart };
}

function rankedFrom(row: z.output<typeof Row>, ahead: number): Ranked {
  return {
    rank: ahead + 1,
    userId: row.user_id,
    name: displayName({ name: row.name, username: row.username, whopUserId: row.whop_user_id }),
    avatarUrl: row.avatar_url,
    score: row.score,
  };
}

function onBoard(ctx: Ctx, period: string, periodStart: string): SQL {
  return sql`m.company_id = ${ctx.companyId} AND m.period = ${period} AND m.period_start = ${periodStart}::date
             AND m.score > 0`;
}

/** Each member and up to two places on either side: a few steps along the index, whatever is on the board. */
async function readNeighbours(
  ctx: Ctx,
  { period, periodStart }: { period: string; periodStart: string },
  userIds: readonly string[],
): Promise<z.output<typeof NearRow>[]> {
  const onIt = sql`SELECT m.user_id, m.score, m.score_reached_at FROM member_stats m
                    WHERE ${onBoard(ctx, period, periodStart)}`;
  const up = sql`ORDER BY m.score, m.score_reached_at DESC, m.user_id DESC LIMIT ${neighbours}`;
  const down = sql`ORDER BY m.score DESC, m.score_reached_at, m.user_id LIMIT ${neighbours}`;
  const mine = sql`(me.score_reached_at, me.user_id)`;
  // Those with the member's own score and those beyond it are asked for apart, so that each is a range of the
  // index: thousands may share a score. LIMIT 1 keeps a member's own row a look-up by key.
  const rows = await transact(ctx, (tx) =>
    tx.execute(sql`
      WITH counts AS MATERIALIZED (
        SELECT c.score, sum(c.members) OVER (ORDER BY c.score DESC) - c.members AS ahead FROM score_counts c
         WHERE c.company_id = ${ctx.companyId} AND c.period = ${period} AND c.period_start = ${periodStart}::date
           AND c.score > 0
      )
      SELECT me.user_id AS whose, u.id AS user_id, u.whop_user_id, u.name, u.username, u.avatar_url, near.score,
             coalesce(c.ahead, 0) AS ahead
      FROM unnest(string_to_array(${userIds.join(",")}, ',')::uuid[]) AS asked(user_id)
      CROSS JOIN LATERAL (${onIt} AND m.user_id = asked.user_id LIMIT 1) me
      CROSS JOIN LATERAL (
        (SELECT * FROM (
           (${onIt} AND m.score = me.score AND m.score_reached_at <= me.score_reached_at
                    AND (m.score_reached_at, m.user_id) < ${mine} ${up})
           UNION ALL (${onIt} AND m.score > me.score ${up})) m ${up})
        UNION ALL SELECT me.user_id, me.score, me.score_reached_at
        UNION ALL
        (SELECT * FROM (
           (${onIt} AND m.score = me.score AND m.score_reached_at >= me.score_reached_at
                    AND (m.score_reached_at, m.user_id) > ${mine} ${down})
           UNION ALL (${onIt} AND m.score < me.score ${down})) m ${down})) near
      LEFT JOIN counts c ON c.score = near.score
      JOIN users u ON u.company_id = ${ctx.companyId} AND u.id = near.user_id
      ORDER BY near.score DESC, near.score_reached_at, near.user_id`),
  );
  return z.array(NearRow).parse([...rows]);
}
