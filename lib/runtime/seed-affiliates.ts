import { COMMUNITY, type Community } from "#db/seed/community.ts";
import { whopId } from "#db/seed/community-ids.ts";
import { momentOf } from "#db/seed/community-parts.ts";
import {
  applyAsAffiliate,
  createCommissionPlan,
  listAffiliates,
  listCommissionPlans,
  makeAffiliate,
  suspendAffiliate,
} from "../affiliates/index.ts";
import { updateSettings } from "../companies/index.ts";
import type { Ctx } from "../core/context.ts";
import { displayName, findMemberByWhopId, type Member } from "../members/index.ts";
import { approvePayout, createPayout, listPayouts, markPaid, startPayout } from "../payouts/index.ts";

/** What the team and its affiliates did, besides what happened on Whop. */
export type AffiliateEvent = { at: Date } & (
  | { kind: "affiliate_made"; whopUserId: string; planName: string }
  | { kind: "affiliate_applied"; whopUserId: string; application: string }
  | { kind: "affiliate_suspended"; whopUserId: string; reason: string }
  | { kind: "payout_started" }
  | { kind: "payout_marked"; reference: string }
);

const plans = { partners: "Partners", friends: "Founding friends" };

/** Who has which plan, from the day of their link on. */
const affiliates: Record<string, string> = {
  aisha: plans.partners,
  tom: plans.partners,
  priya: plans.partners,
  kwame: plans.partners,
  dario: plans.partners,
  erik: plans.partners,
  callum: plans.partners,
  jonas: plans.friends,
  ben: plans.friends,
};

const payoutDaysAgo = 12;

export function affiliateEvents({ day, links }: Community): AffiliateEvent[] {
  const events: AffiliateEvent[] = [
    {
      kind: "affiliate_suspended",
      at: momentOf(day, 10, "suspend:ben"),
      whopUserId: whopId("user", "ben"),
      reason: "The link was posted under other people's work after we asked not to.",
    },
    {
      kind: "affiliate_applied",
      at: momentOf(day, 1, "apply:chloe"),
      whopUserId: whopId("user", "chloe"),
      application: "I write a letter on type design that 4,000 people read, and I mention the studio anyway.",
    },
    { kind: "payout_started", at: momentOf(day, payoutDaysAgo, "payout") },
    { kind: "payout_marked", at: momentOf(day, payoutDaysAgo - 1, "payout"), reference: "Bank transfer 1" },
  ];
  for (const [key, planName] of Object.entries(affiliates)) {
    const whopUserId = whopId("user", key);
    const link = links.find(({ userId }) => userId === whopUserId);
    if (!link) throw new Error(`${key} is to be an affiliate and has no link`);
    const at = new Date(link.createdAt.getTime() + 60_000);
    events.push({ kind: "affiliate_made", at, whopUserId, planName });
  }
  return events;
}

/** On the first day: what affiliates earn, and when it is worth paying. */
export async function openAffiliateProgram(owner: Ctx): Promise<void> {
  await createCommissionPlan(owner, {
    name: plans.partners,
    isDefault: true,
    terms: {
      rate: { kind: "percent", bps: 2_000 },
      duration: { kind: "months", months: 12 },
      tiers: [{ from: { referrals: 3 }, bps: 2_500 }],
      caps: { perSale: { USD: "50.00" } },
      secondLevelBps: 500,
    },
  });
  await createCommissionPlan(owner, {
    name: plans.friends,
    terms: { rate: { kind: "flat", amounts: { USD: "10.00" } }, duration: { kind: "first_payment" } },
  });
  await updateSettings(owner, {
    payouts: {
      method: "transfer",
      minimums: { USD: "10.00" },
      secondApprovalAbove: { USD: "2000.00" },
      schedule: null,
    },
  });
}

export async function liveAffiliateEvent(ctx: Ctx, owner: Ctx, event: AffiliateEvent): Promise<void> {
  switch (event.kind) {
    case "affiliate_made": {
      const { id: userId } = await memberOf(ctx, event.whopUserId);
      const plan = (await listCommissionPlans(owner)).find(({ name }) => name === event.planName);
      await makeAffiliate(owner, { userId, ...(plan ? { planId: plan.id } : {}) });
      return;
    }
    case "affiliate_applied": {
      const member = await memberOf(ctx, event.whopUserId);
      const { id: userId, whopUserId } = member;
      const actor = { kind: "member", userId, whopUserId, name: displayName(member) } as const;
      await applyAsAffiliate({ ...ctx, actor }, { application: event.application });
      return;
    }
    case "affiliate_suspended": {
      const { id: userId } = await memberOf(ctx, event.whopUserId);
      const active = (await listAffiliates(owner, { status: "active", limit: 100 })).affiliates;
      const affiliate = active.find((one) => one.userId === userId);
      if (affiliate) await suspendAffiliate(owner, { id: affiliate.id, reason: event.reason });
      return;
    }
    case "payout_started": {
      // Paid by hand: living through the past sends no money, not even on the sandbox.
      const { id } = await createPayout(owner, { method: "csv" });
      await approvePayout(owner, { id });
      await startPayout(owner, { id });
      return;
    }
    case "payout_marked": {
      const [payout] = (await listPayouts(owner, { limit: 1 })).payouts;
      if (payout) await markPaid(owner, { id: payout.id, reference: event.reference });
      return;
    }
  }
}

async function memberOf(ctx: Ctx, whopUserId: string): Promise<Member> {
  const member = await findMemberByWhopId(ctx, { whopUserId });
  if (!member) throw new Error(`${whopUserId} of ${COMMUNITY.companyTitle} is not known yet`);
  return member;
}
