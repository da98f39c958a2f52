import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { companyId, createdAt, currency, id, instant, minor, oneOf, updatedAt } from "../columns.ts";
import { campaignLimits, campaignStatuses, pointEvents, pointStatuses, prizeKinds } from "../enums.ts";
import { users } from "./members.ts";

/** A timed campaign. Its terms are the newest version's; the columns here repeat what lists and jobs ask for. */
export const campaigns = pgTable(
  "campaigns",
  {
    companyId: companyId(),
    id: id(),
    name: text("name").notNull(),
    description: text("description"),
    startDate: instant("start_date").notNull(),
    endDate: instant("end_date").notNull(),
    /** When the settling is over and the standing is frozen. */
    settlesAt: instant("settles_at").notNull(),
    /** In which its days are counted and its dates are shown. */
    timeZone: text("time_zone").notNull().default("UTC"),
    status: text("status", { enum: campaignStatuses }).notNull().default("draft"),
    /** While paused nothing new counts; what counted before stays. */
    pausedAt: instant("paused_at"),
    /** The template it was made from. */
    template: text("template"),
    version: integer("version").notNull().default(0),
    rules: jsonb("rules").notNull().default({}),
    prizes: jsonb("prizes").notNull().default([]),
    /** Who takes part, and whose joining counts. */
    audience: jsonb("audience").notNull().default({}),
    limits: jsonb("limits").notNull().default({}),
    budgetMinor: minor("budget_minor"),
    budgetCurrency: currency("budget_currency"),
    budgetUsedMinor: minor("budget_used_minor").notNull().default(sql`0`),
    /** Counts beside other campaigns; of those that do not, the first by priority takes a referral. */
    stacks: boolean("stacks").notNull().default(true),
    priority: integer("priority").notNull().default(0),
    totalReferrals: integer("total_referrals").notNull().default(0),
    /** Where a limit was reached: what happened later does not count. */
    exhaustedAt: instant("exhausted_at"),
    exhaustedBy: text("exhausted_by", { enum: campaignLimits }),
    /** Shown when the draw is over; its SHA-256 from the beginning. */
    raffleSeed: text("raffle_seed").notNull(),
    raffleSeedHash: text("raffle_seed_hash").notNull(),
    frozenAt: instant("frozen_at"),
    archivedAt: instant("archived_at"),
    /** The team has opened it to everybody, on a page of its own. */
    isPublic: boolean("is_public").notNull().default(false),
    /** Where that page is, below /c/; it stays when the campaign is renamed. Null until it was first opened. */
    pagePath: text("page_path"),
    createdBy: uuid("created_by"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ name: "campaigns_pkey", columns: [t.companyId, t.id] }),
    oneOf("campaigns_known_status", t.status, campaignStatuses),
    oneOf("campaigns_known_limit", t.exhaustedBy, campaignLimits),
    check("campaigns_end_after_start", sql`${t.endDate} > ${t.startDate}`),
    check("campaigns_settle_after_end", sql`${t.settlesAt} >= ${t.endDate}`),
    check("campaigns_public_at_an_address", sql`NOT ${t.isPublic} OR ${t.pagePath} IS NOT NULL`),
    check("campaigns_budget_in_a_currency", sql`(${t.budgetMinor} IS NULL) = (${t.budgetCurrency} IS NULL)`),
    check(
      "campaigns_never_more_than_budget",
      sql`${t.budgetMinor} IS NULL OR ${t.budgetUsedMinor} <= ${t.budgetMinor}`,
    ),
    index("campaigns_by_status").on(t.companyId, t.status, t.endDate),
    index("campaigns_by_time").on(t.companyId, t.startDate, t.id),
  ],
);

/** The terms of a campaign from an instant on; append-only. A line of points names the version it was found under. */
export const campaignVersions = pgTable(
  "campaign_versions",
  {
    companyId: companyId(),
    campaignId: uuid("campaign_id").notNull(),
    version: integer("version").notNull(),
    terms: jsonb("terms").notNull(),
    validFrom: instant("valid_from").notNull(),
    createdBy: uuid("created_by"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "campaign_versions_pkey", columns: [t.companyId, t.campaignId, t.version] }),
    foreignKey({
      name: "campaign_versions_of_known_campaign",
      columns: [t.companyId, t.campaignId],
      foreignColumns: [campaigns.companyId, campaigns.id],
    }),
  ],
);

/** One line of points: an event of one referral, or a bonus step. Derived from the facts and the versions. */
export const campaignPoints = pgTable(
  "campaign_points",
  {
    companyId: companyId(),
    id: id(),
    campaignId: uuid("campaign_id").notNull(),
    userId: uuid("user_id").notNull(),
    event: text("event", { enum: pointEvents }).notNull(),
    /** The referral; for a bonus step, the campaign itself. */
    subjectId: uuid("subject_id").notNull(),
    /** Which step of a bonus; 0 for the others. */
    step: integer("step").notNull().default(0),
    occurredAt: instant("occurred_at").notNull(),
    /** When its hold is over. */
    countsAt: instant("counts_at").notNull(),
    points: integer("points").notNull(),
    /** What it costs of the budget. */
    costMinor: minor("cost_minor").notNull().default(sql`0`),
    status: text("status", { enum: pointStatuses }).notNull(),
    reason: text("reason"),
    /** How the points were found: base, multipliers, limits, as codes and numbers. */
    workings: jsonb("workings").notNull(),
    version: integer("version").notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ name: "campaign_points_pkey", columns: [t.companyId, t.id] }),
    foreignKey({
      name: "campaign_points_in_known_campaign",
      columns: [t.companyId, t.campaignId],
      foreignColumns: [campaigns.companyId, campaigns.id],
    }),
    foreignKey({
      name: "campaign_points_of_known_member",
      columns: [t.companyId, t.userId],
      foreignColumns: [users.companyId, users.id],
    }),
    oneOf("campaign_points_known_event", t.event, pointEvents),
    oneOf("campaign_points_known_status", t.status, pointStatuses),
    check("campaign_points_not_negative", sql`${t.points} >= 0 AND ${t.costMinor} >= 0`),
    unique("campaign_points_once_per_event").on(
      t.companyId,
      t.campaignId,
      t.userId,
      t.subjectId,
      t.event,
      t.step,
    ),
    index("campaign_points_by_time").on(t.companyId, t.campaignId, t.occurredAt, t.id),
    index("campaign_points_by_subject").on(t.companyId, t.subjectId),
  ],
);

/** A member's standing in a campaign, maintained by the worker and rebuildable from the lines. */
export const campaignParticipants = pgTable(
  "campaign_participants",
  {
    companyId: companyId(),
    campaignId: uuid("campaign_id").notNull(),
    userId: uuid("user_id").notNull(),
    points: integer("points").notNull().default(0),
    pointsProvisional: integer("points_provisional").notNull().default(0),
    referrals: integer("referrals").notNull().default(0),
    scoreReachedAt: instant("score_reached_at"),
    /** Ascends while the points descend, so that who is before or after a place is one range of the board's index. */
    boardOrder: integer("board_order").generatedAlwaysAs(sql`-points`),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ name: "campaign_participants_pkey", columns: [t.companyId, t.campaignId, t.userId] }),
    foreignKey({
      name: "campaign_participants_in_known_campaign",
      columns: [t.companyId, t.campaignId],
      foreignColumns: [campaigns.companyId, campaigns.id],
    }),
    index("campaign_participants_board")
      .on(t.companyId, t.campaignId, t.boardOrder, t.scoreReachedAt, t.userId)
      .where(sql`${t.points} > 0`),
    index("campaign_participants_by_user").on(t.companyId, t.userId),
  ],
);

/** How many members have each score in a campaign: a rank is one short sum over it. */
export const campaignScoreCounts = pgTable(
  "campaign_score_counts",
  {
    companyId: companyId(),
    campaignId: uuid("campaign_id").notNull(),
    points: integer("points").notNull(),
    members: integer("members").notNull(),
  },
  (t) => [primaryKey({ name: "campaign_score_counts_pkey", columns: [t.companyId, t.campaignId, t.points] })],
);

/** The standing as it was when the settling was over; append-only. */
export const campaignStandings = pgTable(
  "campaign_standings",
  {
    companyId: companyId(),
    campaignId: uuid("campaign_id").notNull(),
    userId: uuid("user_id").notNull(),
    rank: integer("rank").notNull(),
    points: integer("points").notNull(),
    referrals: integer("referrals").notNull(),
    scoreReachedAt: instant("score_reached_at"),
    frozenAt: instant("frozen_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "campaign_standings_pkey", columns: [t.companyId, t.campaignId, t.userId] }),
    foreignKey({
      name: "campaign_standings_of_known_campaign",
      columns: [t.companyId, t.campaignId],
      foreignColumns: [campaigns.companyId, campaigns.id],
    }),
    index("campaign_standings_by_rank").on(t.companyId, t.campaignId, t.rank),
  ],
);

/** Who won what, and how it was found: a place, a threshold or a drawn ticket; append-only. */
export const campaignPrizes = pgTable(
  "campaign_prizes",
  {
    companyId: companyId(),
    id: id(),
    campaignId: uuid("campaign_id").notNull(),
    /** The place of the prize in the campaign's list. */
    prize: integer("prize").notNull(),
    kind: text("kind", { enum: prizeKinds }).notNull(),
    userId: uuid("user_id").notNull(),
    rewardId: uuid("reward_id").notNull(),
    /** Rank and points, or the ticket that was drawn, of how many. */
    found: jsonb("found").notNull(),
    wonAt: instant("won_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "campaign_prizes_pkey", columns: [t.companyId, t.id] }),
    foreignKey({
      name: "campaign_prizes_of_known_campaign",
      columns: [t.companyId, t.campaignId],
      foreignColumns: [campaigns.companyId, campaigns.id],
    }),
    foreignKey({
      name: "campaign_prizes_to_known_member",
      columns: [t.companyId, t.userId],
      foreignColumns: [users.companyId, users.id],
    }),
    oneOf("campaign_prizes_known_kind", t.kind, prizeKinds),
    unique("campaign_prizes_once_per_winner").on(t.companyId, t.campaignId, t.prize, t.userId),
  ],
);
