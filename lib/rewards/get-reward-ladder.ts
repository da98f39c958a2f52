import { and, asc, eq } from "drizzle-orm";
import { z } from "zod";
import type { RewardType } from "#db/enums.ts";
import { plans } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { countedReferrals } from "./earned.ts";
import { type ListedReward, listRewards, productTitles, titleOf } from "./list-rewards.ts";
import { nextMilestone } from "./next-milestone.ts";
import { type Redemption, redemptionsOf } from "./redemption.ts";
import { describeReward } from "./reward-data.ts";

export const GetRewardLadderInput = z.strictObject({ userId: z.uuid() });
export type GetRewardLadderInput = z.infer<typeof GetRewardLadderInput>;

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
  name: string;
  description: string | null;
  rewardType: RewardType;
  /** What it gives, in a few words. */
  summary: string;
  threshold: number;
  state: RungState;
  remaining: number;
  waitsFor: "hold" | "approval" | "stock" | "delivery" | null;
  /** When the hold ends. */
  waitingUntil: Date | null;
  /** Why it is cancelled, kept or waiting, for the member to read. */
  reason: string | null;
  /** Shown once it is the member's. */
  code: string | null;
  /** What to do with the code, or what was done. */
  howTo: string | null;
  /** Where the code can be used. */
  useUrl: string | null;
  note: string | null;
  deliveredAt: Date | null;
  expiresAt: Date | null;
};

export type RewardLadder = {
  confirmed: number;
  next: { rewardId: string; name: string; summary: string; threshold: number; remaining: number } | null;
  rungs: Rung[];
};

/** Every reward and where the member stands with it. @throws AppError forbidden for another member's ladder */
export async function getRewardLadder(ctx: Ctx, input: GetRewardLadderInput): Promise<RewardLadder> {
  const { userId } = parseInput(GetRewardLadderInput, input);
  if (ctx.actor.kind === "member" && ctx.actor.userId !== userId) {
    throw new AppError("forbidden", "A member sees their own rewards only.");
  }
  return transact(ctx, async (_tx, ctx) => {
    const confirmed = (await countedReferrals(ctx, userId)).length;
    const all = await listRewards(ctx, { includeArchived: true });
    const latest = new Map((await redemptionsOf(ctx, userId)).map((one) => [one.rewardId, one]));
    const shown = all.filter(({ id, archivedAt }) => archivedAt === null || latest.has(id));
    const titles = await productTitles(
      ctx,
      [...latest.values()].map(({ terms }) => terms),
    );
    const checkouts = await checkoutsOf(ctx, [...latest.values()]);
    const rungs = shown.map((reward) => {
      const redemption = latest.get(reward.id);
      if (!redemption) return lockedRung(reward, confirmed);
      const summary = describeReward(redemption.terms.data, titleOf(redemption.terms, titles));
      return { ...rungOf(reward, redemption, confirmed, ctx.clock.now(), checkouts), summary };
    });
    const next = nextMilestone(all, confirmed);
    return { confirmed, next: next && toNext(next), rungs };
  });
}

function toNext({ reward, remaining }: { reward: ListedReward; remaining: number }): RewardLadder["next"] {
  return {
    rewardId: reward.id,
    name: reward.name,
    summary: reward.summary,
    threshold: reward.threshold,
    remaining,
  };
}

function lockedRung(reward: ListedReward, confirmed: number): Rung {
  return {
    rewardId: reward.id,
    redemptionId: null,
    name: reward.name,
    description: reward.description,
    rewardType: reward.rewardType,
    summary: reward.summary,
    threshold: reward.threshold,
    state: "locked",
    remaining: Math.max(reward.threshold - confirmed, 0),
    waitsFor: null,
    waitingUntil: null,
    reason: null,
    code: null,
    howTo: null,
    useUrl: null,
    note: null,
    deliveredAt: null,
    expiresAt: null,
  };
}

function rungOf(
  reward: ListedReward,
  redemption: Redemption,
  confirmed: number,
  now: Date,
  checkouts: ReadonlyMap<string, string>,
): Rung {
  const { terms } = redemption;
  const { state, waitsFor } = stateOf(redemption, now);
  const isDelivered = state === "delivered";
  const proof = redemption.grant?.proof ?? null;
  const code = isDelivered && proof?.kind === "promo_code" ? proof.code : null;
  const isFailure = redemption.status === "held" || redemption.status === "failed";
  return {
    ...lockedRung(reward, confirmed),
    redemptionId: redemption.id,
    name: terms.name,
    rewardType: terms.rewardType,
    threshold: terms.threshold,
    state,
    remaining: state === "cancelled" ? Math.max(terms.threshold - confirmed, 0) : 0,
    waitsFor,
    waitingUntil: waitsFor === "hold" ? redemption.payableAt : null,
    // What failed on Whop's side is for the team; the member reads that it is being looked after.
    reason:
      redemption.statusReason ??
      (isFailure ? "It could not be delivered yet. The team has been told and looks after it." : null),
    code,
    howTo: isDelivered ? howToUse(redemption, code) : null,
    useUrl: code === null ? null : checkoutOf(redemption, checkouts),
    note: redemption.note,
    deliveredAt: redemption.grantedAt,
    expiresAt: state === "ready" ? redemption.expiresAt : null,
  };
}

function stateOf(redemption: Redemption, now: Date): Pick<Rung, "state" | "waitsFor"> {
  const { status, payableAt, expiresAt, holdsStock } = redemption;
  switch (status) {
    case "pending":
      return { state: "waiting", waitsFor: now < payableAt ? "hold" : "approval" };
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

function howToUse({ grant, terms: { data } }: Redemption, code: string | null): string | null {
  const proof = grant?.proof;
  if (proof?.kind === "free_days") {
    return `Your membership now runs until ${proof.endAfter.toISOString().slice(0, 10)} before it renews.`;
  }
  if (code === null) return null;
  return data.type === "product_unlock"
    ? "Open the product's checkout and enter the code: the price becomes 0. It works once, so keep it to yourself."
    : "Enter the code at checkout. It works once, so keep it to yourself.";
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
