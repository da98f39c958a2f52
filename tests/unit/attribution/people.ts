import { claimedPurchase } from "#lib/attribution/approved-claims.ts";
import { decide } from "#lib/attribution/decide.ts";
import { purchasesOf } from "#lib/attribution/purchases.ts";
import type {
  ApprovedClaim,
  CreditClick,
  CreditLink,
  DecideInput,
  Decision,
  Facts,
  Lead,
  Piece,
} from "#lib/attribution/types.ts";
import { dayMs, hourMs } from "#lib/core/clock.ts";
import { disputeFact, membershipFact, paymentFact, refundFact } from "#tests/support/facts.ts";

export const noon = new Date("2026-11-10T12:00:00.000Z");
export const day = (n: number) => new Date(noon.getTime() + n * dayMs);
export const hour = (n: number) => new Date(noon.getTime() + n * hourMs);

export const buyer = "buyer";

export const rules: DecideInput["rules"] = {
  version: 1,
  touch: "last",
  windowDays: 30,
  creditExistingCustomers: false,
  countTrials: false,
  countFree: false,
  activation: null,
};

export function link(id: string, over: Partial<CreditLink> = {}): CreditLink {
  return {
    id,
    code: `code-${id}`,
    userId: `owner-of-${id}`,
    campaignId: null,
    isActive: true,
    earlier: [],
    expiresAt: null,
    maxUses: null,
    ...over,
  };
}

export function click(at: Date): CreditClick {
  return { clickedAt: at, visitorKey: 1n, networkKey: 2n, byCookie: true, class: "human" };
}

/** What led to one purchase, by its key; a purchase that is not named carries no evidence. */
export type Way = { link: CreditLink; click?: CreditClick | null; usesBefore?: number; pieces?: Piece[] };

type More = {
  rules?: Partial<DecideInput["rules"]>;
  plans?: DecideInput["plans"];
  claim?: ApprovedClaim | null;
};

export function decideOn(
  facts: Partial<Facts>,
  ways: Record<string, Way | "forged">,
  more: More = {},
): Decision {
  const all: Facts = { memberships: [], payments: [], refunds: [], disputes: [], ...facts };
  const inForce = { ...rules, ...more.rules };
  const purchases = purchasesOf(all);
  const claim = more.claim ?? null;
  const claimed = claim && claimedPurchase(claim, purchases, () => inForce.windowDays);
  return decide({
    referredUserId: buyer,
    facts: all,
    leads: purchases.map((purchase): Lead => {
      const way = ways[purchase.key];
      const source = { type: "membership" as const, id: purchase.key };
      const nothing = { purchase, pieces: [], link: null, click: null, usesBefore: 0 };
      const own = { ...nothing, claim: purchase === claimed ? claim : null };
      if (way === undefined) return own;
      if (way === "forged") {
        const pieces: Piece[] = [{ kind: "checkout_metadata", source, problem: "bad_signature" }];
        return { ...own, pieces };
      }
      const { link, click = null, usesBefore = 0 } = way;
      const pieces: Piece[] = way.pieces ?? [{ kind: "checkout_metadata", source, codeId: link.id }];
      return { ...own, pieces, link, click, usesBefore };
    }),
    plans: more.plans ?? new Map(),
    rules: inForce,
  });
}

export const joins = (
  membershipId: string,
  at: Date,
  over: Partial<Parameters<typeof membershipFact>[0]> = {},
) => membershipFact({ membershipId, whopUserId: buyer, whopCreatedAt: at, ...over });

export const pays = (
  paymentId: string,
  membershipId: string | null,
  at: Date,
  over: Partial<Parameters<typeof paymentFact>[0]> = {},
) => paymentFact({ paymentId, membershipId, whopUserId: buyer, whopCreatedAt: at, ...over });

export const refunds = (paymentId: string, at: Date, over: Partial<Parameters<typeof refundFact>[0]> = {}) =>
  refundFact({ refundId: `rf_${paymentId}_${at.getTime()}`, paymentId, whopCreatedAt: at, ...over });

export const disputes = (
  paymentId: string,
  at: Date,
  over: Partial<Parameters<typeof disputeFact>[0]> = {},
) => disputeFact({ disputeId: `dspt_${paymentId}_${at.getTime()}`, paymentId, whopCreatedAt: at, ...over });

/** The parts of a decision that a test reads, in one line. */
export function told({ outcome, reason, credit }: Decision): string {
  return [outcome, reason, credit?.codeId, credit?.status].filter(Boolean).join(" ");
}
