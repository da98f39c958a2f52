import { sql } from "drizzle-orm";
import { date, index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { companyId, id, instant, oneOf, updatedAt } from "../columns.ts";
import { statsPeriods } from "../enums.ts";

/** Clicks of one link on one day (UTC), recomputed from the rows by the worker. */
export const linkStats = pgTable(
  "link_stats",
  {
    companyId: companyId(),
    codeId: uuid("code_id").notNull(),
    userId: uuid("user_id").notNull(),
    day: date("day", { mode: "string" }).notNull(),
    human: integer("human").notNull(),
    bot: integer("bot").notNull(),
    preview: integer("preview").notNull(),
    prefetch: integer("prefetch").notNull(),
    duplicate: integer("duplicate").notNull(),
    self: integer("self").notNull(),
    test: integer("test").notNull(),
    /** The two tell on which days of any time zone there was a click. */
    firstHumanAt: instant("first_human_at"),
    lastHumanAt: instant("last_human_at"),
  },
  (t) => [
    primaryKey({ name: "link_stats_pkey", columns: [t.companyId, t.codeId, t.day] }),
    index("link_stats_by_user").on(t.companyId, t.userId, t.day),
    index("link_stats_by_day").on(t.companyId, t.day),
  ],
);

/** A member's numbers for a period, maintained by the worker from facts and rebuildable. */
export const memberStats = pgTable(
  "member_stats",
  {
    companyId: companyId(),
    userId: uuid("user_id").notNull(),
    period: text("period", { enum: statsPeriods }).notNull(),
    /** First day of the period; 1970-01-01 for `all`. */
    periodStart: date("period_start", { mode: "string" }).notNull(),
    human: integer("human").notNull().default(0),
    bot: integer("bot").notNull().default(0),
    preview: integer("preview").notNull().default(0),
    prefetch: integer("prefetch").notNull().default(0),
    duplicate: integer("duplicate").notNull().default(0),
    self: integer("self").notNull().default(0),
    test: integer("test").notNull().default(0),
    signups: integer("signups").notNull().default(0),
    conversionsConfirmed: integer("conversions_confirmed").notNull().default(0),
    conversionsProvisional: integer("conversions_provisional").notNull().default(0),
    /** Conversions with a click behind them: the numerator of the conversion rate. */
    conversionsClicked: integer("conversions_clicked").notNull().default(0),
    /** What the leaderboard ranks by: confirmed conversions. */
    score: integer("score").notNull().default(0),
    scoreReachedAt: instant("score_reached_at"),
    /** Ascends while the score descends, so that who is before or after a place is one range of the board's index. */
    boardOrder: integer("board_order").generatedAlwaysAs(sql`-score`),
    /** The last run of days, in the member's time zone, with a unique human click or a conversion; only for `all`. */
    streakDays: integer("streak_days").notNull().default(0),
    streakUntil: date("streak_until", { mode: "string" }),
    /** The last day without any that the run outlived. */
    streakMissedOn: date("streak_missed_on", { mode: "string" }),
    /** The longest run there was; only for `all`. */
    streakBest: integer("streak_best").notNull().default(0),
    /** The score as it stood when `score_day` (UTC) began: with the histogram of that morning, yesterday's rank. */
    scoreBefore: integer("score_before").notNull().default(0),
    scoreDay: date("score_day", { mode: "string" }),
    /** [{currency, gross, refunded, net}] in minor units as strings. */
    revenue: jsonb("revenue").notNull().default([]),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ name: "member_stats_pkey", columns: [t.companyId, t.userId, t.period, t.periodStart] }),
    oneOf("member_stats_known_period", t.period, statsPeriods),
    index("member_stats_board")
      .on(t.companyId, t.period, t.periodStart, t.boardOrder, t.scoreReachedAt, t.userId)
      .where(sql`${t.score} > 0`),
  ],
);

/** How many members have each score: a rank is one short sum over it. */
export const scoreCounts = pgTable(
  "score_counts",
  {
    companyId: companyId(),
    period: text("period", { enum: statsPeriods }).notNull(),
    periodStart: date("period_start", { mode: "string" }).notNull(),
    score: integer("score").notNull(),
    members: integer("members").notNull(),
  },
  (t) => [
    primaryKey({ name: "score_counts_pkey", columns: [t.companyId, t.period, t.periodStart, t.score] }),
  ],
);

/** The histogram of scores as it stood when a day (UTC) began; kept for the newest days only. */
export const scoreCountsBefore = pgTable(
  "score_counts_before",
  {
    companyId: companyId(),
    day: date("day", { mode: "string" }).notNull(),
    period: text("period", { enum: statsPeriods }).notNull(),
    periodStart: date("period_start", { mode: "string" }).notNull(),
    score: integer("score").notNull(),
    members: integer("members").notNull(),
  },
  (t) => [
    primaryKey({
      name: "score_counts_before_pkey",
      columns: [t.companyId, t.day, t.period, t.periodStart, t.score],
    }),
  ],
);

/** What comparing the maintained numbers with a rebuild found, night by night. */
export const statsComparisons = pgTable(
  "stats_comparisons",
  {
    companyId: companyId(),
    id: id(),
    comparedAt: instant("compared_at").notNull(),
    members: integer("members").notNull(),
    differences: integer("differences").notNull(),
    /** The first of them, with what was stored and what the rows say. */
    details: jsonb("details").notNull().default([]),
  },
  (t) => [
    primaryKey({ name: "stats_comparisons_pkey", columns: [t.companyId, t.id] }),
    index("stats_comparisons_by_time").on(t.companyId, t.comparedAt),
  ],
);

/** A company's numbers of one day (UTC). */
export const companyStats = pgTable(
  "company_stats",
  {
    companyId: companyId(),
    day: date("day", { mode: "string" }).notNull(),
    human: integer("human").notNull().default(0),
    bot: integer("bot").notNull().default(0),
    preview: integer("preview").notNull().default(0),
    prefetch: integer("prefetch").notNull().default(0),
    duplicate: integer("duplicate").notNull().default(0),
    self: integer("self").notNull().default(0),
    test: integer("test").notNull().default(0),
    signups: integer("signups").notNull().default(0),
    conversionsConfirmed: integer("conversions_confirmed").notNull().default(0),
    conversionsProvisional: integer("conversions_provisional").notNull().default(0),
    conversionsClicked: integer("conversions_clicked").notNull().default(0),
    revenue: jsonb("revenue").notNull().default([]),
    updatedAt: updatedAt(),
  },
  (t) => [primaryKey({ name: "company_stats_pkey", columns: [t.companyId, t.day] })],
);

/** How far a company's clicks have been rolled up. */
export const statsCursors = pgTable(
  "stats_cursors",
  {
    companyId: companyId(),
    name: text("name").notNull(),
    position: instant("position").notNull(),
  },
  (t) => [primaryKey({ name: "stats_cursors_pkey", columns: [t.companyId, t.name] })],
);
