import { sql } from "drizzle-orm";
import { z } from "zod";
import type { ClickClass } from "#db/enums.ts";
import { clickClasses } from "#db/enums.ts";
import { batchedRead } from "../core/batched-read.ts";
import { dayMs } from "../core/clock.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { toDecimal } from "../core/money.ts";
import { parseInput } from "../core/parse.ts";
import { type CommunityFigures, communityFigures, type Viral } from "./get-viral.ts";
import { dayIn } from "./periods.ts";
import { conversionRate } from "./viral.ts";

export const GetReferralStatsInput = z.strictObject({ userId: z.uuid() });
export type GetReferralStatsInput = z.infer<typeof GetReferralStatsInput>;

export type ReferralStats = {
  clicks: { raw: number; human: number; unique: number; byClass: Record<ClickClass, number> };
  signups: number;
  conversions: { confirmed: number; provisional: number };
  revenue: { currency: string; gross: string; refunded: string; net: string }[];
  conversionRate: number | null;
  /** Place by confirmed conversions, 1, 1, 3; null before the first. */
  rank: number | null;
  rankedMembers: number;
  streakDays: number;
  viral: Viral;
};

const Row = z.object({
  user_id: z.string(),
  human: z.number(),
  bot: z.number(),
  preview: z.number(),
  prefetch: z.number(),
  duplicate: z.number(),
  self: z.number(),
  test: z.number(),
  signups: z.number(),
  conversions_confirmed: z.number(),
  conversions_provisional: z.number(),
  conversions_clicked: z.number(),
  streak_days: z.number(),
  streak_until: z.string().nullable(),
  revenue: z.array(
    z.object({ currency: z.string(), gross: z.string(), refunded: z.string(), net: z.string() }),
  ),
  rank: z.coerce.number().nullable(),
  ranked_members: z.coerce.number().nullable(),
});
type Row = z.output<typeof Row>;

const readRow = batchedRead<Row>({
  mostKeys: 500,
  async load(ctx, userIds) {
    const rows = await transact(ctx, (tx) =>
      tx.execute(sql`
        SELECT s.*, s.streak_until::text AS streak_until FROM get_referral_stats(
          (SELECT array_agg(value::uuid) FROM jsonb_array_elements_text(${JSON.stringify(userIds)}::jsonb))) s`),
    );
    return new Map(
      z
        .array(Row)
        .parse([...rows])
        .map((row) => [row.user_id, row]),
    );
  },
});

/** A member's numbers: their own for a member, anybody's for the team. */
export async function getReferralStats(ctx: Ctx, input: GetReferralStatsInput): Promise<ReferralStats> {
  const { userId } = parseInput(GetReferralStatsInput, input);
  if (ctx.actor.kind === "member" && ctx.actor.userId !== userId) {
    throw new AppError("forbidden", "These are another member's numbers; you can only see your own.");
  }
  const [row, community] = await Promise.all([readRow(ctx, userId), communityFigures(ctx)]);
  return statsFrom(row, community, ctx.clock.now());
}

/** Nobody who has no row has had anything to count. */
function statsFrom(row: Row | undefined, { viral, timeZone }: CommunityFigures, now: Date): ReferralStats {
  const byClass = {
    human: row?.human ?? 0,
    bot: row?.bot ?? 0,
    preview: row?.preview ?? 0,
    prefetch: row?.prefetch ?? 0,
    duplicate: row?.duplicate ?? 0,
    self: row?.self ?? 0,
    test: row?.test ?? 0,
  };
  return {
    clicks: {
      raw: clickClasses.reduce((sum, name) => sum + byClass[name], 0),
      human: byClass.human,
      // Repetitions within 24 hours are a class of their own, so every human click is a unique one.
      unique: byClass.human,
      byClass,
    },
    signups: row?.signups ?? 0,
    conversions: {
      confirmed: row?.conversions_confirmed ?? 0,
      provisional: row?.conversions_provisional ?? 0,
    },
    revenue: (row?.revenue ?? []).map(({ currency, gross, refunded, net }) => ({
      currency,
      gross: toDecimal(BigInt(gross), currency),
      refunded: toDecimal(BigInt(refunded), currency),
      net: toDecimal(BigInt(net), currency),
    })),
    conversionRate: conversionRate(row?.conversions_clicked ?? 0, byClass.human),
    rank: row?.rank ?? null,
    rankedMembers: row?.ranked_members ?? 0,
    streakDays: row ? streakOn(now, timeZone, row.streak_days, row.streak_until) : 0,
    viral,
  };
}

/** A run of days is over when a whole day has passed without anything. */
export function streakOn(now: Date, timeZone: string, days: number, until: string | null): number {
  if (until === null) return 0;
  const daysSince = (Date.parse(dayIn(timeZone, now)) - Date.parse(until)) / dayMs;
  return daysSince <= 1 ? days : 0;
}
