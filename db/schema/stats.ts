import { date, index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { companyId, instant, oneOf, updatedAt } from "../columns.ts";
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
    /** The last run of days, in the community's time zone, with a unique human click or a conversion; only for `all`. */
    streakDays: integer("streak_days").notNull().default(0),
    streakUntil: date("streak_until", { mode: "string" }),
    /** [{currency, gross, refunded, net}] in minor units as strings. */
    revenue: jsonb("revenue").notNull().default([]),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ name: "member_stats_pkey", columns: [t.companyId, t.userId, t.period, t.periodStart] }),
    oneOf("member_stats_known_period", t.period, statsPeriods),
    // As "ORDER BY score DESC" means it: with nulls last the index could not give the board its order.
    index("member_stats_board").on(
      t.companyId,
      t.period,
      t.periodStart,
      t.score.desc().nullsFirst(),
      t.scoreReachedAt,
    ),
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
