import { and, asc, eq } from "drizzle-orm";
import type { RewardType } from "#db/enums.ts";
import { plans } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { type DescribedReward, productTitles, titleOf } from "./list-rewards.ts";
import type { Redemption } from "./redemption.ts";
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
  name: string;
  description: string | null;
  rewardType: RewardType;
  /** What it gives, in a few words; the next two are for whoever says it in other words. */
  summary: string;
  data: RewardData;
  productTitle: string | null;
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

/** Where one member stands with every reward that is theirs or still to be had. */
export function rungsOf(
  all: readonly DescribedReward[],
  redemptions: readonly Redemption[],
  { confirmed, now, places }: { confirmed: number; now: Date; places: Places },
): Rung[] {
  const latest = new Map(redemptions.map((one) => [one.rewardId, one]));
  const shown = all.filter(({ id, archivedAt }) => archivedAt === null || latest.has(id));
  return shown.map((reward) => {
    const redemption = latest.get(reward.id);
    if (!redemption) return lockedRung(reward, confirmed);
    const { data } = redemption.terms;
    const productTitle = titleOf(redemption.terms, places.titles);
    const given = { data, productTitle, summary: describeReward(data, productTitle) };
    return { ...rungOf(reward, redemption, confirmed, now, places.checkouts), ...given };
  });
}

function lockedRung(reward: DescribedReward, confirmed: number): Rung {
  return {
    rewardId: reward.id,
    redemptionId: null,
    name: reward.name,
    description: reward.description,
    rewardType: reward.rewardType,
    summary: reward.summary,
    data: reward.data,
    productTitle: reward.productTitle,
    threshold: reward.threshold,
    state: "locked",
    remaining: Math.max(reward.threshold - confirmed, 0),
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
    runsUntil: isDelivered && proof?.kind === "free_days" ? proof.endAfter : null,
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
