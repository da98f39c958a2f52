import { z } from "zod";
import { route } from "#app/_edge/declare.ts";
import { id, instant } from "#app/_edge/wire.ts";
import { clickClasses, rewardTypes, statsPeriods } from "#db/enums.ts";
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
  summary: z.string(),
  threshold: count,
  state: z.enum(["locked", "waiting", "ready", "delivered", "expired", "cancelled"]),
  remaining: count.meta({ description: "Referrals still missing" }),
  waitsFor: z.enum(["hold", "approval", "stock", "delivery"]).nullable(),
  waitingUntil: instant.nullable(),
  reason: z.string().nullable(),
  code: z.string().nullable(),
  howTo: z.string().nullable(),
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
  userId: id,
  name: z.string(),
  avatarUrl: z.string().nullable(),
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
