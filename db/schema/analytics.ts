import {
  bigint,
  date,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { companyId, createdAt, id, instant, oneOf, updatedAt } from "../columns.ts";
import { referralActions } from "../enums.ts";

/** Event log, partitioned by month of occurred_at. */
export const referralAnalytics = pgTable(
  "referral_analytics",
  {
    companyId: companyId(),
    id: id(),
    occurredAt: instant("occurred_at").notNull(),
    action: text("action", { enum: referralActions }).notNull(),
    userId: uuid("user_id"),
    referralCodeId: uuid("referral_code_id"),
    referralId: uuid("referral_id"),
    metadata: jsonb("metadata").notNull().default({}),
  },
  (t) => [
    primaryKey({ name: "referral_analytics_pkey", columns: [t.companyId, t.occurredAt, t.id] }),
    oneOf("referral_analytics_known_action", t.action, referralActions),
    index("referral_analytics_timestamp").on(t.companyId, t.action, t.occurredAt),
  ],
);

/** One row per day: the cohort of members who joined that day, and what they brought within the window. */
export const viralMetrics = pgTable(
  "viral_metrics",
  {
    companyId: companyId(),
    metricDate: date("metric_date", { mode: "string" }).notNull(),
    windowDays: integer("window_days").notNull(),
    cohortMembers: integer("cohort_members").notNull(),
    invitations: integer("invitations").notNull(),
    referredMembers: integer("referred_members").notNull(),
    netReferredMembers: integer("net_referred_members").notNull(),
    /** Sums of squares of referred-per-member, so that any range of days has its own interval. */
    referredSquares: bigint("referred_squares", { mode: "number" }).notNull(),
    netReferredSquares: bigint("net_referred_squares", { mode: "number" }).notNull(),
    viralCoefficient: numeric("viral_coefficient", { precision: 12, scale: 6 }),
    netViralCoefficient: numeric("net_viral_coefficient", { precision: 12, scale: 6 }),
    cycleTimeDays: numeric("cycle_time_days", { precision: 10, scale: 3 }),
    /** Tenths of a day from join to join → how many pairs, so that the median of any range of days can be told. */
    cycleTimes: jsonb("cycle_times").notNull().default({}),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ name: "viral_metrics_pkey", columns: [t.companyId, t.metricDate] }),
    index("viral_metrics_date").on(t.companyId, t.metricDate.desc().nullsFirst()),
  ],
);
