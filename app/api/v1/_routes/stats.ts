import { z } from "zod";
import { route } from "#app/_edge/declare.ts";
import { id, instant, told } from "#app/_edge/wire.ts";
import { clickClasses, rewardTypes, statsPeriods, visibilities } from "#db/enums.ts";
import type { Ctx } from "#lib/core/context.ts";
import { requireMember } from "#lib/core/context.ts";
import { readRewardLadder } from "#lib/rewards/index.ts";
import { GetLeaderboardInput, getLeaderboard, getReferralStats } from "#lib/stats/index.ts";

const count = z.int();
const amount = z.string().meta({ description: "Decimal, in major units" });

const Rung = z.object({
  rewardId: id,
  redemptionId: id.nullable(),
  name: z.string(),
  description: z.string().nullable(),
  rewardType: z.enum(rewardTypes),
  summary: told,
  threshold: count,
  state: z.enum(["locked", "waiting", "ready", "delivered", "expired", "cancelled"]),
  remaining: count.meta({ description: "Referrals still missing" }),
  waitsFor: z.enum(["hold", "approval", "stock", "delivery"]).nullable(),
  waitingUntil: instant.nullable(),
  reason: told.nullable(),
  code: z.string().nullable(),
  howTo: told.nullable(),
  useUrl: z.string().nullable(),
  note: z.string().nullable(),
  deliveredAt: instant.nullable(),
  expiresAt: instant.nullable(),
});

const StatsOutput = z.object({
  clicks: z.object({
    raw: count,
    human: count,
    unique: count,
    byClass: z.object(Object.fromEntries(clickClasses.map((name) => [name, count]))),
  }),
  signups: count,
  conversions: z.object({ confirmed: count, provisional: count }),
  revenue: z.array(z.object({ currency: z.string(), gross: amount, refunded: amount, net: amount })),
  conversionRate: z.number().nullable(),
  rank: count.nullable(),
  rankedMembers: count,
  streakDays: count,
  streak: z.object({
    days: count,
    best: count,
    lastDay: z.iso.date().nullable(),
    keepBy: z.iso
      .date()
      .nullable()
      .meta({ description: "A visit or a conversion must come on this day at the latest" }),
    freeze: z
      .object({ isReady: z.boolean(), usedOn: z.iso.date().nullable(), readyOn: z.iso.date().nullable() })
      .meta({ description: "One day in any seven may be missed" }),
  }),
  best: z.array(z.object({ period: z.enum(["week", "month"]), periodStart: z.iso.date(), score: count })),
  rewards: z.array(Rung),
  viral: z.object({
    k: z.number().nullable(),
    net: z.number().nullable(),
    low: z.number().nullable(),
    high: z.number().nullable(),
    windowDays: count,
    members: count,
    cycleTimeDays: z.number().nullable(),
  }),
});

const StatsInput = z.strictObject({
  userId: z
    .uuid()
    .optional()
    .meta({ description: "Whose; the caller's own when left out. The team may name anybody" }),
});

async function readStats(ctx: Ctx, { userId }: z.output<typeof StatsInput>) {
  const whose = userId ?? requireMember(ctx).userId;
  const [stats, ladderAt] = await Promise.all([
    getReferralStats(ctx, { userId: whose }),
    readRewardLadder(ctx, { userId: whose }),
  ]);
  return { ...stats, rewards: ladderAt(stats.conversions.confirmed).rungs };
}

/** The first two addresses of the product, which scripts rely on, and the same under /api/v1. */
export const statsRoutes = ["/api/referrals/stats", "/api/v1/referrals/stats"].map((path) =>
  route({
    method: "GET",
    path,
    summary: "A member's clicks, referrals, revenue, rank and rewards, and the community's K",
    access: "member",
    input: StatsInput,
    output: StatsOutput,
    run: readStats,
  }),
);

const BoardRow = z.object({
  rank: count,
  rankBefore: count.nullable().meta({ description: "The place when today (UTC) began" }),
  userId: id.nullable().meta({ description: "Null where it could tell who is behind an alias" }),
  name: z.string().nullable().meta({ description: "Null for a member who is hidden" }),
  avatarUrl: z.string().nullable(),
  visibility: z.enum(visibilities).meta({ description: "How other members see them" }),
  score: count,
  isMe: z.boolean(),
});

export const leaderboardRoute = route({
  method: "GET",
  path: "/api/v1/leaderboard",
  summary: "Members by confirmed referrals in a period, and the caller's neighbours",
  access: "either",
  input: GetLeaderboardInput,
  output: z.object({
    isVisible: z.boolean(),
    period: z.enum(statsPeriods),
    periodStart: z.iso.date(),
    rankedMembers: count,
    top: z.array(BoardRow),
    around: z.array(BoardRow),
  }),
  run: getLeaderboard,
});
