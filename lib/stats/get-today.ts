import { and, count, desc, eq, gt, gte, lte, min, notInArray, sql } from "drizzle-orm";
import type { ReferralAction } from "#db/enums.ts";
import {
  companyStats,
  referralAnalytics,
  referrals,
  rewardDeliveries,
  rewardRedemptions,
} from "#db/schema/index.ts";
import { countOpenClaims } from "../claims/index.ts";
import { sharedRead } from "../core/batched-read.ts";
import { dayMs } from "../core/clock.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { toDecimal } from "../core/money.ts";
import { displayName, membersById } from "../members/index.ts";
import { addTo, noCounts } from "./changes.ts";
import { type Counts, type Revenue, readRevenue } from "./member-numbers.ts";
import { conversionRate } from "./viral.ts";

export type PeriodNumbers = {
  clicks: number;
  signups: number;
  conversions: { confirmed: number; provisional: number };
  conversionRate: number | null;
  revenue: { currency: string; gross: string; refunded: string; net: string }[];
};

export type Today = {
  /** What waits for a decision or an action of the team. */
  waiting: { cases: number; claims: number; approvals: number; toHandOver: number; deliveriesHeld: number };
  /** Rewards that are earned and not final yet, and when the first of them is. */
  onHold: { rewards: number; nextAt: Date | null };
  last7Days: { now: PeriodNumbers; before: PeriodNumbers };
  last30Days: { now: PeriodNumbers; before: PeriodNumbers };
  /** Unique clicks → signups → conversions → still counting, over the last 30 days. */
  funnel: { clicks: number; signups: number; converted: number; confirmed: number };
  recent: RecentEvent[];
};

export type RecentEvent = {
  at: Date;
  action: ReferralAction;
  referralId: string | null;
  /** The referrer, or the member whose link or reward it is about. */
  userId: string | null;
  name: string | null;
  /** The person the referral is about. */
  referredName: string | null;
};

const shownEvents = 12;
/** Owners ask what happened, not how often somebody looked at a share button. */
const untold: ReferralAction[] = ["share_tapped", "link_updated"];

/** What the owner sees first. @throws AppError forbidden for members */
export async function getToday(ctx: Ctx): Promise<Today> {
  requireOwner(ctx);
  return readToday(ctx);
}

const readToday = sharedRead<Today>((ctx) =>
  transact(ctx, async (_tx, ctx) => {
    const [waiting, onHold, days, recent] = await Promise.all([
      countWaiting(ctx),
      countOnHold(ctx),
      readDays(ctx),
      readRecent(ctx),
    ]);
    const period = (length: number) => ({
      now: numbersOf(days, ctx.clock.now(), 0, length),
      before: numbersOf(days, ctx.clock.now(), length, 2 * length),
    });
    const last30Days = period(30);
    const { clicks, signups, conversions } = last30Days.now;
    return {
      waiting,
      onHold,
      last7Days: period(7),
      last30Days,
      funnel: {
        clicks,
        signups,
        converted: conversions.confirmed + conversions.provisional,
        confirmed: conversions.confirmed,
      },
      recent,
    };
  }),
);

async function countWaiting(ctx: Ctx): Promise<Today["waiting"]> {
  const { companyId } = ctx;
  return transact(ctx, async (tx) => {
    const [claims, [cases], [approvals], [byHand], [held]] = await Promise.all([
      countOpenClaims(ctx),
      // Each has its open case; said as referrals_held says it, which counts them without reading them.
      tx
        .select({ n: count() })
        .from(referrals)
        .where(
          and(
            eq(referrals.companyId, companyId),
            sql`${referrals.review} = 'held' AND ${referrals.status} <> 'cancelled'`,
          ),
        ),
      tx
        .select({ n: count() })
        .from(rewardRedemptions)
        .where(
          and(
            eq(rewardRedemptions.companyId, companyId),
            eq(rewardRedemptions.status, "pending"),
            eq(rewardRedemptions.holdsStock, true),
            lte(rewardRedemptions.payableAt, ctx.clock.now()),
            // As it was promised: a reward that was changed since keeps its terms for those who had earned it.
            sql`NOT (${rewardRedemptions.terms} ->> 'autoApply')::boolean`,
          ),
        ),
      tx
        .select({ n: count() })
        .from(rewardDeliveries)
        .innerJoin(
          rewardRedemptions,
          and(
            eq(rewardRedemptions.companyId, rewardDeliveries.companyId),
            eq(rewardRedemptions.id, rewardDeliveries.redemptionId),
          ),
        )
        .where(
          and(
            eq(rewardDeliveries.companyId, companyId),
            eq(rewardDeliveries.state, "queued"),
            eq(rewardDeliveries.rewardType, "custom"),
            eq(rewardRedemptions.status, "approved"),
          ),
        ),
      tx
        .select({ n: count() })
        .from(rewardDeliveries)
        // One that is unknown is looked up by itself, and held once that finds nothing.
        .where(and(eq(rewardDeliveries.companyId, companyId), eq(rewardDeliveries.state, "held"))),
    ]);
    return {
      cases: cases?.n ?? 0,
      claims,
      approvals: approvals?.n ?? 0,
      toHandOver: byHand?.n ?? 0,
      deliveriesHeld: held?.n ?? 0,
    };
  });
}

async function countOnHold(ctx: Ctx): Promise<Today["onHold"]> {
  const [held] = await transact(ctx, (tx) =>
    tx
      .select({ n: count(), nextAt: min(rewardRedemptions.payableAt) })
      .from(rewardRedemptions)
      .where(
        and(
          eq(rewardRedemptions.companyId, ctx.companyId),
          eq(rewardRedemptions.status, "pending"),
          gt(rewardRedemptions.payableAt, ctx.clock.now()),
        ),
      ),
  );
  return { rewards: held?.n ?? 0, nextAt: held?.nextAt ?? null };
}

type Day = Counts & { day: string; revenue: Revenue[] };

async function readDays(ctx: Ctx): Promise<Day[]> {
  const from = new Date(ctx.clock.now().getTime() - 60 * dayMs).toISOString().slice(0, 10);
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(companyStats)
      .where(and(eq(companyStats.companyId, ctx.companyId), gte(companyStats.day, from))),
  );
  return rows.map((row) => ({ ...row, revenue: readRevenue(row.revenue) }));
}

/** The sum of the days from `newest` to before `oldest` days ago; today is day 0. */
function numbersOf(days: readonly Day[], now: Date, newest: number, oldest: number): PeriodNumbers {
  const today = Math.floor(now.getTime() / dayMs);
  const nothing: Counts & { revenue: Revenue[] } = { ...noCounts(), revenue: [] };
  const sum = days
    .filter(({ day }) => {
      const age = today - Date.parse(day) / dayMs;
      return age >= newest && age < oldest;
    })
    .reduce((total, day) => addTo(total, day), nothing);
  return {
    clicks: sum.human,
    signups: sum.signups,
    conversions: { confirmed: sum.conversionsConfirmed, provisional: sum.conversionsProvisional },
    conversionRate: conversionRate(sum.conversionsClicked, sum.human),
    revenue: sum.revenue.map(({ currency, gross, refunded, net }) => ({
      currency,
      gross: toDecimal(gross, currency),
      refunded: toDecimal(refunded, currency),
      net: toDecimal(net, currency),
    })),
  };
}

async function readRecent(ctx: Ctx): Promise<RecentEvent[]> {
  const rows = await transact(ctx, (tx) =>
    tx
      .select({
        at: referralAnalytics.occurredAt,
        action: referralAnalytics.action,
        referralId: referralAnalytics.referralId,
        userId: referralAnalytics.userId,
        referredId: referrals.referredId,
      })
      .from(referralAnalytics)
      .leftJoin(
        referrals,
        and(
          eq(referrals.companyId, referralAnalytics.companyId),
          eq(referrals.id, referralAnalytics.referralId),
        ),
      )
      .where(
        and(
          eq(referralAnalytics.companyId, ctx.companyId),
          gte(referralAnalytics.occurredAt, new Date(ctx.clock.now().getTime() - 30 * dayMs)),
          notInArray(referralAnalytics.action, untold),
        ),
      )
      .orderBy(desc(referralAnalytics.occurredAt), desc(referralAnalytics.id))
      .limit(shownEvents),
  );
  const members = await membersById(
    ctx,
    rows.flatMap(({ userId, referredId }) => [userId ?? [], referredId ?? []].flat()),
  );
  const nameOf = (userId: string | null) => {
    const member = members.get(userId ?? "");
    return member ? displayName(member) : null;
  };
  return rows.map(({ referredId, ...row }) => ({
    ...row,
    name: nameOf(row.userId),
    referredName: nameOf(referredId),
  }));
}
