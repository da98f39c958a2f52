import { and, asc, eq } from "drizzle-orm";
import type { RedemptionSide, RewardTrigger, RewardType } from "#db/enums.ts";
import { plans } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { say, type Told } from "../core/said.ts";
import { codeOf } from "./delivery.ts";
import { type DescribedReward, productTitles, titleOf } from "./list-rewards.ts";
import { nextCount } from "./next-reward.ts";
import type { Redemption } from "./redemption.ts";
import type { Reward } from "./reward.ts";
import { describeReward, type RewardData } from "./reward-data.ts";

export type RungState =
  /** `remaining` more referrals are needed. */
  | "locked"
  /** Earned; `waitsFor` says what is still to come. */
  | "waiting"
  /** The member can claim it now. */
  | "ready"
  | "delivered"
  | "expired"
  | "cancelled";

export type Rung = {
  rewardId: string;
  redemptionId: string | null;
  side: RedemptionSide;
  trigger: RewardTrigger;
  name: string;
  description: string | null;
  rewardType: RewardType;
  /** What it gives, in a few words; the next two are for whoever says it in other words. */
  summary: Told;
  data: RewardData;
  productTitle: string | null;
  /** The count at which it is, or was, earned. */
  threshold: number;
  /** What is earned again and again is earned every so many. */
  every: number;
  state: RungState;
  remaining: number;
  waitsFor: "hold" | "approval" | "stock" | "delivery" | null;
  /** When the hold ends. */
  waitingUntil: Date | null;
  /** Why it is cancelled, kept or waiting, for the member to read. */
  reason: Told | null;
  /** Shown once it is the member's. */
  code: string | null;
  /** What to do with the code, or what was done. */
  howTo: Told | null;
  /** Of free days that were added: when the paid time ends now. */
  runsUntil: Date | null;
  /** Where the code can be used. */
  useUrl: string | null;
  note: string | null;
  deliveredAt: Date | null;
  expiresAt: Date | null;
};

/** What describes rewards to people: titles of products, and where codes can be used. */
export type Places = { titles: ReadonlyMap<string, string>; checkouts: ReadonlyMap<string, string> };

export async function readPlaces(ctx: Ctx, redemptions: readonly Redemption[]): Promise<Places> {
  const titles = await productTitles(
    ctx,
    redemptions.map(({ terms }) => terms),
  );
  return { titles, checkouts: await checkoutsOf(ctx, redemptions) };
}

type Standing = { countedFor: (reward: Reward) => number; now: Date; places: Places };

/** Where one member stands with every reward that is theirs or still to be had. */
export function rungsOf(
  all: readonly DescribedReward[],
  redemptions: readonly Redemption[],
  { countedFor, now, places }: Standing,
): Rung[] {
  const byReward = Map.groupBy(redemptions, ({ rewardId }) => rewardId);
  return all.flatMap((reward) => {
    const latest = new Map((byReward.get(reward.id) ?? []).map((one) => [`${one.side} ${one.subject}`, one]));
    const counted = countedFor(reward);
    const had = [...latest.values()]
      .toSorted((a, b) => b.earnedAt.getTime() - a.earnedAt.getTime())
      .map((redemption) => {
        const { data } = redemption.terms;
        const productTitle = titleOf(redemption.terms, places.titles);
        const given = { data, productTitle, summary: describeReward(data, productTitle) };
        return { ...rungOf(reward, redemption, counted, now, places.checkouts), ...given };
      });
    return isStillAhead(reward, latest.size, counted) ? [lockedRung(reward, counted), ...had] : had;
  });
}

/** Whether there is something to work towards: what is earned once, not yet; the rest, while one may have more. */
function isStillAhead(reward: DescribedReward, had: number, counted: number): boolean {
  if (!reward.isActive || reward.archivedAt !== null || reward.side === "referee") return false;
  if (reward.maxPerMember !== null && had >= reward.maxPerMember) return false;
  switch (reward.trigger) {
    case "milestone":
    case "first":
      return had === 0;
    default:
      return nextCount(reward, counted) !== null;
  }
}

function lockedRung(reward: DescribedReward, counted: number): Rung {
  const threshold = nextCount(reward, counted) ?? reward.threshold;
  return {
    rewardId: reward.id,
    redemptionId: null,
    side: reward.side === "referee" ? "referee" : "referrer",
    trigger: reward.trigger,
    name: reward.name,
    description: reward.description,
    rewardType: reward.rewardType,
    summary: reward.summary,
    data: reward.data,
    productTitle: reward.productTitle,
    threshold,
    every: reward.threshold,
    state: "locked",
    remaining: Math.max(threshold - counted, 0),
    waitsFor: null,
    waitingUntil: null,
    reason: null,
    code: null,
    howTo: null,
    runsUntil: null,
    useUrl: null,
    note: null,
    deliveredAt: null,
    expiresAt: null,
  };
}

function rungOf(
  reward: DescribedReward,
  redemption: Redemption,
  counted: number,
  now: Date,
  checkouts: ReadonlyMap<string, string>,
): Rung {
  const { terms } = redemption;
  const { state, waitsFor } = stateOf(redemption, now);
  const isDelivered = state === "delivered";
  const proof = redemption.grant?.proof ?? null;
  const code = isDelivered ? codeOf(proof) : null;
  const isFailure = redemption.status === "held" || redemption.status === "failed";
  return {
    ...lockedRung(reward, counted),
    redemptionId: redemption.id,
    side: redemption.side,
    trigger: terms.trigger,
    name: terms.name,
    rewardType: terms.rewardType,
    threshold: terms.threshold,
    every: terms.threshold,
    state,
    remaining: isEarnedAnew(reward, redemption) ? Math.max(terms.threshold - counted, 0) : 0,
    waitsFor,
    waitingUntil: waitsFor === "hold" ? redemption.payableAt : null,
    // What failed on Whop's side is for the team; the member reads that it is being looked after.
    reason: redemption.statusReason ?? (isFailure ? say("delivery.lookedAfter") : null),
    code,
    howTo: isDelivered ? howToUse(redemption, code) : null,
    runsUntil: isDelivered && proof?.kind === "free_days" ? proof.endAfter : null,
    useUrl: code === null ? null : checkoutOf(redemption, checkouts),
    note: redemption.note,
    deliveredAt: redemption.grantedAt,
    expiresAt: state === "ready" ? redemption.expiresAt : null,
  };
}

/** Whether more referrals would give back what was taken back; what the team refused stays refused. */
function isEarnedAnew(reward: Reward, { status, rejectedBy, side }: Redemption): boolean {
  const isOnce = reward.trigger === "milestone" || reward.trigger === "first";
  return isOnce && reward.isActive && side === "referrer" && status === "cancelled" && rejectedBy === null;
}

function stateOf(redemption: Redemption, now: Date): Pick<Rung, "state" | "waitsFor"> {
  const { status, payableAt, expiresAt, holdsStock, terms } = redemption;
  switch (status) {
    case "pending":
      if (now < payableAt) return { state: "waiting", waitsFor: "hold" };
      return { state: "waiting", waitsFor: terms.autoApply ? "delivery" : "approval" };
    case "held":
      return { state: "waiting", waitsFor: holdsStock ? "delivery" : "stock" };
    case "approved":
    case "failed":
      return { state: "waiting", waitsFor: "delivery" };
    case "granted":
      // What cannot lapse needs no claim: it is the member's as soon as it is delivered.
      if (expiresAt === null) return { state: "delivered", waitsFor: null };
      return { state: expiresAt <= now ? "expired" : "ready", waitsFor: null };
    case "claimed":
      return { state: "delivered", waitsFor: null };
    case "expired":
    case "cancelled":
      return { state: status, waitsFor: null };
  }
}

function howToUse({ grant, terms: { data } }: Redemption, code: string | null): Told | null {
  const proof = grant?.proof;
  if (proof?.kind === "free_days") {
    return say("reward.runsUntil", { day: proof.endAfter.toISOString().slice(0, 10) });
  }
  if (proof?.kind === "booked") return say("reward.inYourAccount");
  if (code === null) return null;
  if (data.type === "custom") return data.instructions;
  return say(data.type === "discount" ? "reward.useCode" : "reward.useUnlock");
}

function checkoutOf({ terms: { data } }: Redemption, checkouts: ReadonlyMap<string, string>): string | null {
  if (data.type === "discount" && data.planIds?.[0]) return checkouts.get(data.planIds[0]) ?? null;
  return "productId" in data && data.productId ? (checkouts.get(data.productId) ?? null) : null;
}

/** The checkout of each plan, and of each product's first plan, among those that members' codes are for. */
async function checkoutsOf(ctx: Ctx, redemptions: readonly Redemption[]): Promise<Map<string, string>> {
  const isForSomething = ({ terms: { data } }: Redemption) =>
    ("productId" in data && data.productId !== undefined) ||
    ("planIds" in data && data.planIds !== undefined);
  if (!redemptions.some(isForSomething)) return new Map();
  const rows = await transact(ctx, (tx) =>
    tx
      .select({ planId: plans.planId, productId: plans.productId, url: plans.purchaseUrl })
      .from(plans)
      .where(and(eq(plans.companyId, ctx.companyId), eq(plans.isVisible, true)))
      .orderBy(asc(plans.initialPriceMinor), asc(plans.planId)),
  );
  const checkouts = new Map<string, string>();
  for (const { planId, productId, url } of rows) {
    if (url === null) continue;
    checkouts.set(planId, url);
    if (!checkouts.has(productId)) checkouts.set(productId, url);
  }
  return checkouts;
}
