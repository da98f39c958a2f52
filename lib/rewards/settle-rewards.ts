import { asc, eq } from "drizzle-orm";
import type { RedemptionSide } from "#db/enums.ts";
import { rewards } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { carryOut, settlementOf } from "./carry-out.ts";
import { type Earner, earn } from "./earn.ts";
import { askedBy, factsOf } from "./facts.ts";
import { countOf, type Facts, isGiven, type Owed, owed, type Rule } from "./owed.ts";
import { lockMemberRewards, type Redemption, redemptionsOf } from "./redemption.ts";
import { type Reward, rewardFromRow, ruleOf } from "./reward.ts";
import type { Settlement } from "./settlement.ts";

/**
 * Brings members' redemptions in line with what they have earned by the facts as they are now. Takes the members'
 * locks; run it as often as you like, for any of them together.
 */
export async function settleRewards(ctx: Ctx, userIds: readonly string[]): Promise<void> {
  if (userIds.length === 0) return;
  await transact(ctx, async (_tx, ctx) => {
    await lockMemberRewards(ctx, userIds);
    const all = await allRewards(ctx);
    const facts = await factsOf(ctx, userIds, askedBy(all));
    const known = Map.groupBy(await redemptionsOf(ctx, userIds), keyOf);
    const people = [...new Set(userIds)].map((userId) => ({ userId, by: earningsOf(facts(userId)) }));
    // Rewards in the order of their ids, so that two settlements never wait for each other in a circle.
    for (const reward of all) {
      const earners: Earner[] = [];
      for (const { userId, by } of people) {
        const own = known.get(keyOf({ userId, rewardId: reward.id })) ?? [];
        const anew = await settleOwn(ctx, reward, own, by);
        earners.push(...anew.map((one) => ({ userId, ...one })));
      }
      await earn(ctx, reward, earners);
    }
  });
}

function keyOf({ userId, rewardId }: { userId: string; rewardId: string }): string {
  return `${userId} ${rewardId}`;
}

/** Also those that nobody earns any more: what was earned of them may have to go. */
async function allRewards(ctx: Ctx): Promise<Reward[]> {
  const rows = await transact(ctx, (tx) =>
    tx.select().from(rewards).where(eq(rewards.companyId, ctx.companyId)).orderBy(asc(rewards.id)),
  );
  return rows.map(rewardFromRow);
}

type Earnings = { bySubject: ReadonlyMap<string, Owed>; counted: number };

/** What one member has earned by a rule, found once for each: terms are many, the rules among them few. */
function earningsOf(facts: Facts): (rule: Rule, side: RedemptionSide) => Earnings {
  const found = new Map<string, Earnings>();
  return (rule, side) => {
    const { trigger, rewardType, threshold, requiresActivation, campaignId, since } = rule;
    const name = `${side} ${trigger} ${rewardType} ${threshold} ${requiresActivation} ${campaignId} ${since.getTime()}`;
    const known = found.get(name);
    if (known) return known;
    const bySubject = new Map(owed(rule, side, facts).map((one) => [one.subject, one]));
    const earnings = { bySubject, counted: countOf(rule, side, facts) };
    found.set(name, earnings);
    return earnings;
  };
}

/** Settles what a member has of one reward; returns what they earn besides, as far as they may have more of it. */
async function settleOwn(
  ctx: Ctx,
  reward: Reward,
  own: readonly Redemption[],
  by: ReturnType<typeof earningsOf>,
): Promise<Omit<Earner, "userId">[]> {
  const latest = new Map(own.map((one) => [subjectOf(one), one]));
  const most = reward.maxPerMember ?? Number.POSITIVE_INFINITY;
  let has = own.filter(({ status }) => status !== "cancelled").length;
  const endedNames = new Set<string>();
  const due = [...latest].map(([name, redemption]) => {
    const { bySubject, counted } = by(redemption.terms, redemption.side);
    const earnedBy = bySubject.get(redemption.subject);
    const isEarned = earnedBy !== undefined || isGiven(redemption.subject);
    return { name, redemption, earnedBy, counted, settlement: settlementOf(redemption, isEarned) };
  });
  // What makes a place free goes before what needs one.
  for (const one of due.toSorted((a, b) => needsPlace(a.settlement) - needsPlace(b.settlement))) {
    if (one.settlement === "earn_again") endedNames.add(one.name);
    if (one.settlement === "revive" && has >= most) continue;
    await carryOut(ctx, one.settlement, { reward, ...one });
    if (one.settlement === "cancel") has -= 1;
    if (one.settlement === "revive") has += 1;
  }
  if (!reward.isActive) return [];
  const anew = sidesOf(reward)
    .flatMap((side) => [...by(ruleOf(reward), side).bySubject.values()])
    .flatMap((one) => {
      const before = latest.get(subjectOf(one));
      if (before && !endedNames.has(subjectOf(one))) return [];
      return [{ owed: one, occurrence: (before?.occurrence ?? 0) + 1 }];
    });
  return anew.slice(0, Math.max(most - has, 0));
}

function needsPlace(settlement: Settlement): number {
  return settlement === "revive" ? 1 : 0;
}

function subjectOf({ side, subject }: Pick<Owed, "side" | "subject">): string {
  return `${side} ${subject}`;
}

function sidesOf({ side }: Reward): RedemptionSide[] {
  return side === "both" ? ["referrer", "referee"] : [side];
}
