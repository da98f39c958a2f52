import type { Reward, RewardData } from "#lib/rewards/index.ts";

/** A milestone's reward that gives this, as it is read from the database. */
export function rewardWith(data: RewardData): Reward {
  return {
    id: "019a0000-0000-7000-8000-000000000000",
    name: "A reward",
    description: null,
    side: "referrer",
    trigger: "milestone",
    threshold: 3,
    requiresActivation: false,
    campaignId: null,
    pricePoints: null,
    rewardType: data.type,
    data,
    autoApply: true,
    holdDays: 14,
    expiryDays: null,
    stock: null,
    stockTaken: 0,
    maxPerMember: null,
    cost: null,
    budgetMinor: null,
    budgetTakenMinor: 0n,
    warnBelow: null,
    checkoutCode: null,
    checkoutGeneration: 0,
    checkoutAttempt: null,
    checkoutRefusal: null,
    onReversal: "keep",
    isActive: true,
    archivedAt: null,
    createdAt: new Date("2026-11-01T12:00:00Z"),
  };
}
