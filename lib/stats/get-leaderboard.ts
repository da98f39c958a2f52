import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { atMost } from "#db/at-most.ts";
import { placeOf, placesAround } from "#db/board-places.ts";
import { type StatsPeriod, statsPeriods } from "#db/enums.ts";
import { getSettings } from "../companies/index.ts";
import { batchedRead } from "../core/batched-read.ts";
import type { Ctx } from "../core/context.ts";
import { transact, whose } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { asShared } from "../core/text-of.ts";
import {
  type Seen,
  type Shown,
  ShownRow,
  seenBy,
  seenByOthers,
  shownColumns,
  shownFrom,
} from "../members/index.ts";
import { periodStartOf } from "./periods.ts";

export const GetLeaderboardInput = z.strictObject({
  period: z.enum(statsPeriods).default("all"),
  /** Whose place is shown with its neighbours; the acting member's when left out. */
  around: z.uuid().optional(),
});
export type GetLeaderboardInput = z.input<typeof GetLeaderboardInput>;

/** A place on the board, and who is on it as far as they show it: somebody hidden keeps their place without a name. */
export type LeaderboardRow = Seen & {
  /** 1, 1, 3: members with the same score share a place; whoever reached it first is shown first. */
  rank: number;
  /** The place when today (UTC) began; null for who was not on the board of this period then. */
  rankBefore: number | null;
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
  const me = around === undefined && actor.kind === "system" ? null : whose(ctx, around);
  const periodStart = periodStartOf(period, ctx.clock.now());
  const board = `${period} ${periodStart} ${periodStartOf("day", ctx.clock.now())}`;
  // Asked at once, so that all of a page's reads share one transaction; most communities show their board.
  const [{ leaderboardVisible }, ranked, near] = await Promise.all([
    getSettings(ctx),
    readTop(ctx, board),
    me === null ? undefined : readAround(ctx, `${board} ${me}`),
  ]);
  if (actor.kind === "member" && !leaderboardVisible)
    return { isVisible: false, period, periodStart, rankedMembers: 0, top: [], around: [] };
  const isOther = ({ member }: Ranked) =>
    actor.kind === "member" && member.id !== me && member.id !== actor.userId;
  const mark = (one: Ranked): LeaderboardRow =>
    isOther(one) ? one.toOthers : { ...one.place, ...seenBy(actor, one.member), isMe: one.member.id === me };
  const { rankedMembers = 0, top = [], topToOthers = [] } = ranked ?? {};
  return {
    isVisible: true,
    period,
    periodStart,
    rankedMembers,
    top: top.every(isOther) ? topToOthers : top.map(mark),
    around: (near ?? []).map(mark),
  };
}

type Place = Pick<LeaderboardRow, "rank" | "rankBefore" | "score">;
/** `toOthers` is the row as every other member sees it. */
type Ranked = { place: Place; member: Shown; toOthers: LeaderboardRow };
type Top = { top: Ranked[]; topToOthers: LeaderboardRow[]; rankedMembers: number };

const Row = ShownRow.extend({
  score: z.number(),
  before: z.number(),
  ahead_before: z.coerce.number().nullable(),
});
const TopRow = Row.extend({ everyone: z.coerce.number() });
const NearRow = Row.extend({ ahead: z.coerce.number(), whose: z.string() });

/** The top is the same for everybody who looks at the board of a period. */
const readTop = batchedRead<Top>({
  mostKeys: 1,
  async load(ctx, [board = ""]) {
    const of = boardOf(board);
    const { period, periodStart } = of;
    const rows = await transact(ctx, (tx) =>
      tx.execute(sql`
        WITH ${mornings(ctx, of)}
        SELECT ${shownColumns}, s.score, ${beforeColumns("s")},
               (SELECT coalesce(sum(c.members), 0) FROM score_counts c
                 WHERE c.company_id = ${ctx.companyId} AND c.period = ${period}
                   AND c.period_start = ${periodStart}::date AND c.score > 0) AS everyone
        FROM (SELECT m.user_id, m.score, m.score_reached_at, ${before(of)} AS before FROM member_stats m
               WHERE ${inPeriod(ctx, of)} AND m.score > 0
               ORDER BY ${placeOf("m")} ${atMost(shownAtTop)}) s
        ${whoIsOn(ctx, "s")}
        ORDER BY s.score DESC, s.score_reached_at, s.user_id`),
    );
    const found = z.array(TopRow).parse([...rows]);
    const top = found.map((row) =>
      rankedFrom(
        row,
        found.findIndex(({ score }) => score === row.score),
      ),
    );
    const topToOthers = asShared(top.map(({ toOthers }) => toOthers));
    return new Map([[board, { top, topToOthers, rankedMembers: found[0]?.everyone ?? 0 }]]);
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

type Board = { period: string; periodStart: string; today: string };

function boardOf(key: string): Board {
  const [period = "", periodStart = "", today = ""] = key.split(" ");
  return { period, periodStart, today };
}

function rankedFrom(row: z.output<typeof Row>, ahead: number): Ranked {
  const member = shownFrom(row);
  const place = {
    rank: ahead + 1,
    // On a day on which no score has changed, nothing was kept of its morning.
    rankBefore: row.before === 0 ? null : (row.ahead_before ?? ahead) + 1,
    score: row.score,
  };
  return { place, member, toOthers: { ...place, ...seenByOthers(member), isMe: false } };
}

function whoIsOn(ctx: Ctx, rows: "s" | "near"): SQL {
  const of = sql.raw(rows);
  return sql`JOIN users u ON u.company_id = ${ctx.companyId} AND u.id = ${of}.user_id
    LEFT JOIN member_preferences p ON p.company_id = ${ctx.companyId} AND p.user_id = ${of}.user_id
    LEFT JOIN mornings ON mornings.score = ${of}.before`;
}

/** How many were ahead of each score when today began. */
function mornings(ctx: Ctx, { period, periodStart, today }: Board): SQL {
  return sql`mornings AS MATERIALIZED (
    SELECT b.score, sum(b.members) OVER (ORDER BY b.score DESC) - b.members AS ahead FROM score_counts_before b
     WHERE b.company_id = ${ctx.companyId} AND b.day = ${today}::date AND b.period = ${period}
       AND b.period_start = ${periodStart}::date AND b.score > 0
  )`;
}

/** A member's score when today began. */
function before({ today }: Board): SQL {
  return sql`CASE WHEN m.score_day = ${today}::date THEN m.score_before ELSE m.score END`;
}

function beforeColumns(rows: "s" | "near"): SQL {
  return sql`${sql.raw(rows)}.before, mornings.ahead AS ahead_before`;
}

function inPeriod(ctx: Ctx, { period, periodStart }: Board): SQL {
  return sql`m.company_id = ${ctx.companyId} AND m.period = ${period} AND m.period_start = ${periodStart}::date`;
}

/** Each member and up to two places on either side: a few steps along the index, whatever is on the board. */
async function readNeighbours(
  ctx: Ctx,
  board: Board,
  userIds: readonly string[],
): Promise<z.output<typeof NearRow>[]> {
  const { period, periodStart } = board;
  const numbers = sql`SELECT m.user_id, m.score, m.score_reached_at, m.board_order, ${before(board)} AS before
                        FROM member_stats m WHERE ${inPeriod(ctx, board)}`;
  const own = sql`SELECT me.user_id, me.score, me.score_reached_at, me.board_order, me.before`;
  const near = placesAround(sql`${numbers} AND m.score > 0`, own, neighbours);
  // A member's own row is looked up by its key: where only scores above zero are asked for, the board's index, which
  // has the member last, looks as good to the planner.
  const rows = await transact(ctx, (tx) =>
    tx.execute(sql`
      WITH counts AS MATERIALIZED (
        SELECT c.score, sum(c.members) OVER (ORDER BY c.score DESC) - c.members AS ahead FROM score_counts c
         WHERE c.company_id = ${ctx.companyId} AND c.period = ${period} AND c.period_start = ${periodStart}::date
           AND c.score > 0
      ), ${mornings(ctx, board)}
      SELECT me.user_id AS whose, ${shownColumns}, near.score, ${beforeColumns("near")},
             coalesce(c.ahead, 0) AS ahead
      FROM unnest(string_to_array(${userIds.join(",")}, ',')::uuid[]) AS asked(user_id)
      CROSS JOIN LATERAL (${numbers} AND m.user_id = asked.user_id LIMIT 1) me
      CROSS JOIN LATERAL (${near}) near
      LEFT JOIN counts c ON c.score = near.score
      ${whoIsOn(ctx, "near")}
      WHERE me.score > 0
      ORDER BY near.score DESC, near.score_reached_at, near.user_id`),
  );
  return z.array(NearRow).parse([...rows]);
}
