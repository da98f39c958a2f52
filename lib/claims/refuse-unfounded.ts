import { type ClaimWeighed, sayReason, weighClaims } from "../attribution/index.ts";
import { currentRules } from "../companies/index.ts";
import type { Ctx } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { type Said, say } from "../core/said.ts";
import { sharesAccount } from "../fraud/index.ts";
import { type Member, toldName } from "../members/index.ts";
import { type ClaimRow, knownToClaimer, namedIn } from "./claim.ts";

export type ClaimOf = {
  claim: Pick<ClaimRow, "id" | "claimerId" | "filedAt" | "referredUsername" | "status">;
  claimer: Member;
  referred: Member;
};

/**
 * Refuses a claim that could never be approved. What it would come to now is returned, null for somebody who has
 * bought nothing yet. @throws AppError conflict, in words for whoever acts
 */
export async function refuseUnfounded(ctx: Ctx, of: ClaimOf): Promise<ClaimWeighed | null> {
  const weighed = (await weighClaims(ctx, [{ claim: of.claim, member: of.referred }])).get(of.claim.id);
  const obstacle = await obstacleOf(ctx, of, weighed ?? null);
  if (obstacle !== null) throw new AppError("conflict", obstacle);
  return weighed ?? null;
}

/** What stands in the way of a claim; null for one that the team may believe. */
export async function obstacleOf(
  ctx: Ctx,
  { claim, claimer, referred }: ClaimOf,
  weighed: ClaimWeighed | null,
): Promise<Said | null> {
  const isClaimers = ctx.actor.kind !== "system" && ctx.actor.userId === claimer.id;
  const member =
    namedIn(claim, isClaimers ? knownToClaimer(claim, referred) : referred) ?? toldName(referred);
  if (await sharesAccount(ctx, claimer.id, referred.id))
    return say(isClaimers ? "claim.ownAccount" : "claim.sameAccount");
  const rules = weighed?.attribution.rules ?? (await currentRules(ctx));
  const wasHere =
    referred.joinedAt !== null && claimer.joinedAt !== null && referred.joinedAt < claimer.joinedAt;
  if (wasHere && !rules.creditExistingCustomers) {
    const code = isClaimers ? "claim.memberBefore" : "claim.memberBeforeClaimer";
    return say(code, { member, claimer: toldName(claimer) });
  }
  if (weighed === null) return null;
  const { credit } = weighed.attribution.decision;
  if (credit && credit.evidence !== "claim" && credit.referrerId === claim.claimerId)
    return isClaimers ? say("claim.yoursAlready", { member }) : say("claim.outweighed", { member });
  if (weighed.weighed.verdict !== "refused") return null;
  const { version, windowDays } = rules;
  return sayReason(weighed.weighed.reason, { member, version, windowDays });
}
