import { and, eq } from "drizzle-orm";
import { inTexts } from "#db/in-ids.ts";
import { plans, products } from "#db/schema/index.ts";
import { type CreditTerms, readCreditTerms } from "../campaigns/index.ts";
import { lastClicksBefore } from "../clicks/index.ts";
import { type Rules, readRulesInForce } from "../companies/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { loadFactsOf, type MemberFacts } from "../facts/index.ts";
import type { Member } from "../members/index.ts";
import { claimedPurchase, readApprovedClaims } from "./approved-claims.ts";
import { decide } from "./decide.ts";
import { type Evidence, gatherEvidence } from "./evidence.ts";
import { readLinkUses } from "./link-uses.ts";
import { purchasesOf } from "./purchases.ts";
import type {
  ApprovedClaim,
  Attribution,
  CreditClick,
  CreditLink,
  Lead,
  PlanInfo,
  Purchase,
} from "./types.ts";

export type Newcomer = { member: Member; historyUnchecked: boolean };

type Case = Newcomer & { facts: MemberFacts; purchases: Purchase[]; cameAt: Date };
type Approach = { purchase: Purchase; link: CreditLink | null; click: CreditClick | null };

/**
 * Reads all that is known of how these people came here, and decides. Somebody who bought nothing is left out.
 * `claims` tells what would be decided if these were the ones that the team approved.
 */
export async function attributeMembers(
  ctx: Ctx,
  people: readonly Newcomer[],
  { claims: supposed }: { claims?: ReadonlyMap<string, ApprovedClaim> } = {},
): Promise<Attribution[]> {
  const facts = await loadFactsOf(
    ctx,
    people.map(({ member }) => member.whopUserId),
  );
  const bought = people.flatMap(({ member, historyUnchecked }) => {
    const own = facts.get(member.whopUserId);
    const purchases = own ? purchasesOf(own) : [];
    const [first] = purchases;
    return own && first ? [{ member, historyUnchecked, facts: own, purchases, cameAt: first.startedAt }] : [];
  });
  if (bought.length === 0) return [];
  const cases = bought.toSorted(byArrival);
  const purchases = cases.flatMap((one) => one.purchases);
  const evidence = await gatherEvidence(ctx, purchases);
  // None of these reads another's answer, so their statements travel together.
  const [approaches, rulesAt, claims, priced] = await Promise.all([
    approachesOf(ctx, purchases, evidence),
    readRulesInForce(ctx),
    supposed ??
      readApprovedClaims(
        ctx,
        cases.map(({ member }) => member.id),
      ),
    evidence.pieces.size === 0 ? null : plansOf(ctx, purchases),
  ]);
  const plans = priced ?? (await plansOf(ctx, claims.size === 0 ? [] : purchases));
  const links = [...approaches.values()].map(({ link }) => link);
  const campaignIds = new Set(links.flatMap((link) => link?.campaignId ?? []));
  const campaignTerms = await readCreditTerms(ctx, [...campaignIds]);
  const uses = await readLinkUses(ctx, links);
  const decideOne = ({ member, historyUnchecked, facts, purchases, cameAt }: Case): Decided => {
    const claim = claims.get(member.id) ?? null;
    const claimed = claim && claimedPurchase(claim, purchases, (at) => rulesAt(at).windowDays);
    const leads = purchases.map((purchase): Lead => {
      const { link = null, click = null } = approaches.get(purchase) ?? {};
      const usesBefore = link === null ? 0 : uses.before(link, purchase, member);
      const pieces = evidence.pieces.get(purchase) ?? [];
      return { purchase, pieces, link, click, usesBefore, claim: purchase === claimed ? claim : null };
    });
    // The rules of the day on which the person first came through a link; later rules bind later people.
    const first = leads.find(({ pieces }) => pieces.length > 0) ?? leads.find((lead) => lead.claim !== null);
    const at = first?.purchase.startedAt ?? cameAt;
    const campaignId = first?.link?.campaignId ?? null;
    const rules = under(campaignId === null ? null : campaignTerms(campaignId, at), rulesAt(at));
    const decision = decide({ referredUserId: member.id, facts, leads, plans, rules });
    const moved = uses.decided(member, decision, rules.touch);
    const throughLimited = decision.weighed.filter(({ codeId }) => codeId !== null && uses.isLimited(codeId));
    return { attribution: { member, facts, rules, decision, throughLimited, historyUnchecked }, moved };
  };
  return decideAll(cases, decideOne);
}

/** The link of a campaign that runs brings what the campaign has another way than the community. */
function under(terms: CreditTerms | null, rules: Rules): Rules {
  if (terms === null) return rules;
  return {
    ...rules,
    windowDays: terms.windowDays ?? rules.windowDays,
    touch: terms.touch ?? rules.touch,
    activation: terms.activation ?? rules.activation,
  };
}

type Decided = { attribution: Attribution; moved: boolean };

/**
 * Whoever came first is decided first. Where people bought by turns through links with a limit, one's second
 * purchase comes after another's first: then all are decided again, until nobody's use of a link moves any more.
 */
function decideAll(cases: readonly Case[], decideOne: (one: Case) => Decided): Attribution[] {
  // Each round settles at least the earliest purchase that is not settled yet.
  for (let left = cases.reduce((sum, { purchases }) => sum + purchases.length, 1); ; left -= 1) {
    const decided = cases.map(decideOne);
    if (left === 0 || !decided.some(({ moved }) => moved))
      return decided.map(({ attribution }) => attribution);
  }
}

function byArrival(a: Case, b: Case): number {
  return a.cameAt.getTime() - b.cameAt.getTime() || (a.member.whopUserId < b.member.whopUserId ? -1 : 1);
}

/** Of each purchase the link that its strongest evidence names, and the last click on it before. */
async function approachesOf(
  ctx: Ctx,
  purchases: readonly Purchase[],
  { pieces, links }: Evidence,
): Promise<Map<Purchase, Approach>> {
  const found = purchases.flatMap((purchase) => {
    const piece = pieces.get(purchase)?.[0];
    const link = piece && "codeId" in piece ? links.get(piece.codeId) : undefined;
    return link ? [{ purchase, link }] : [];
  });
  const clicks = await lastClicksBefore(
    ctx,
    found.map(({ purchase, link }) => ({ codeId: link.id, at: purchase.startedAt })),
  );
  return new Map(
    found.map(({ purchase, link }, nth) => [purchase, { purchase, link, click: clicks[nth] ?? null }]),
  );
}

async function plansOf(ctx: Ctx, purchases: readonly Purchase[]): Promise<Map<string, PlanInfo>> {
  const ids = purchases.flatMap(({ membership, payments }) => [
    membership?.planId,
    ...payments.map((p) => p.planId),
  ]);
  const wanted = [...new Set(ids.filter((id) => id !== null && id !== undefined))];
  if (wanted.length === 0) return new Map();
  const rows = await transact(ctx, (tx) =>
    tx
      .select({ plan: plans, conversionType: products.conversionType })
      .from(plans)
      .innerJoin(
        products,
        and(eq(products.companyId, ctx.companyId), eq(products.productId, plans.productId)),
      )
      .where(and(eq(plans.companyId, ctx.companyId), inTexts(plans.planId, wanted))),
  );
  return new Map(rows.map(({ plan, conversionType }) => [plan.planId, { ...plan, conversionType }]));
}
