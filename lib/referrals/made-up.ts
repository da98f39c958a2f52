import type { CreditClick, CreditLink, PlanInfo } from "../attribution/index.ts";
import type { Plan } from "../companies/index.ts";
import type { MemberFacts } from "../facts/index.ts";
import type { Member } from "../members/index.ts";
import type { ReferralRow } from "./referral-row.ts";

/** People, a link and purchases that do not exist, in the form of those that do: for rehearsals, kept nowhere. */
const id = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;

export const madeUp = {
  companyId: "biz_rehearsal",
  referrer: id(1),
  referred: id(2),
  link: id(3),
  referral: id(4),
  decision: id(5),
  membership: "mem_rehearsal",
  payment: "pay_rehearsal",
  refund: "rf_rehearsal",
} as const;

export function madeUpPerson(id: string, name: string): Member {
  return {
    id,
    whopUserId: `user_${name}`,
    username: name.toLowerCase(),
    name,
    email: null,
    avatarUrl: null,
    joinedAt: null,
    profileRefreshedAt: null,
    erasedAt: null,
  };
}

export function madeUpLink(code: string): CreditLink {
  return {
    id: madeUp.link,
    code,
    userId: madeUp.referrer,
    campaignId: null,
    isActive: true,
    earlier: [],
    expiresAt: null,
    maxUses: null,
  };
}

export function madeUpClick(clickedAt: Date): CreditClick {
  return { clickedAt, visitorKey: 1n, networkKey: null, byCookie: true, class: "human" };
}

export function planInfo(plan: Plan): PlanInfo {
  return {
    planType: plan.planType,
    initialPriceMinor: plan.initialPrice.minor,
    renewalPriceMinor: plan.renewalPrice.minor,
    trialPeriodDays: plan.trialPeriodDays,
    currency: plan.initialPrice.currency,
  };
}

/** What somebody pays who joins: whichever price of the plan is one. */
function priceOf({ initialPrice, renewalPrice }: Plan) {
  return initialPrice.minor > 0n ? initialPrice : renewalPrice;
}

/** Somebody joins, pays at once, and may have all of it back later. */
export function madeUpFacts(plan: Plan, joinAt: Date, refundAt: Date | null): MemberFacts {
  const { minor, currency } = priceOf(plan);
  const own = {
    companyId: madeUp.companyId,
    whopUserId: "user_rehearsal",
    productId: plan.productId,
    planId: plan.planId,
    membershipId: madeUp.membership,
    checkoutConfigurationId: null,
    promoCodeId: null,
    metadata: {},
  };
  const at = (when: Date) => ({
    whopCreatedAt: when,
    stateAt: when,
    stateRank: 0,
    createdAt: when,
    updatedAt: when,
  });
  return {
    memberships: [
      {
        ...own,
        ...at(joinAt),
        status: "active",
        cancelAtPeriodEnd: false,
        renewalPeriodEnd: null,
        states: {},
      },
    ],
    payments: [
      {
        ...own,
        ...at(joinAt),
        paymentId: madeUp.payment,
        status: "paid",
        substatus: "succeeded",
        billingReason: "subscription_create",
        currency,
        totalMinor: minor,
        subtotalMinor: minor,
        taxMinor: 0n,
        afterFeesMinor: minor,
        refundedMinor: refundAt === null ? 0n : minor,
        whopAffiliateMinor: null,
        instrumentKey: null,
        amountProblem: null,
        paidAt: joinAt,
      },
    ],
    refunds:
      refundAt === null
        ? []
        : [
            {
              ...at(refundAt),
              companyId: madeUp.companyId,
              refundId: madeUp.refund,
              paymentId: madeUp.payment,
              status: "succeeded",
              currency,
              amountMinor: minor,
              amountProblem: null,
            },
          ],
    disputes: [],
  };
}

/** A referral before anything is decided about it. */
export function madeUpReferral(clickAt: Date): ReferralRow {
  return {
    companyId: madeUp.companyId,
    id: madeUp.referral,
    referrerId: madeUp.referrer,
    referredId: madeUp.referred,
    referralCodeId: madeUp.link,
    campaignId: null,
    status: "pending",
    evidence: "checkout_metadata",
    rulesVersion: 1,
    membershipId: null,
    qualifyingPaymentId: null,
    signedUpAt: clickAt,
    convertedAt: null,
    activatedAt: null,
    activatedBy: null,
    activationDueAt: null,
    cancelledAt: null,
    cancelReason: null,
    holdReason: null,
    review: "clear",
    isVerified: true,
    fraudScore: 0,
    clickAt,
    clickVisitorKey: 1n,
    clickNetworkKey: null,
    clickByCookie: true,
    clickClass: "human",
    createdAt: clickAt,
    updatedAt: clickAt,
  };
}
