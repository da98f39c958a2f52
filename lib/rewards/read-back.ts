import type { Ctx } from "../core/context.ts";
import { say } from "../core/said.ts";
import { afterFailedReadBack, again, held } from "../whop/outcome.ts";
import { WhopError } from "../whop/platform.ts";
import { findPromoCode } from "./call-whop.ts";
import { FreeDaysExpectation } from "./delivery.ts";
import type { Turn } from "./delivery-turn.ts";
import { readPeriod, wereDaysAdded } from "./membership-period.ts";
import type { Outcome } from "./outcome.ts";

const missing = again("found_missing", say("delivery.notApplied"));

/** After a call without an answer: asks Whop what is there, and believes nothing else. */
export async function readBack(ctx: Ctx, turn: Turn): Promise<Outcome> {
  const { request } = turn.delivery;
  try {
    switch (request.do) {
      case "create_promo_code":
        return (await findPromoCode(ctx, turn.delivery, request.promoCode)) ?? missing;
      case "add_free_days":
        return await readPeriodBack(ctx, turn, request.days);
      case "archive_promo_code": {
        const { promoCodeId } = request;
        const { status, uses } = await ctx.whop.getPromoCode(promoCodeId);
        if (status !== "archived") return missing;
        return { is: "applied", found: true, proof: { kind: "archived", promoCodeId, wasUsed: uses > 0 } };
      }
      case "by_hand":
      case "book":
      case "unbook":
      case "hand_own_code":
      case "return_own_code":
        throw new Error("what is done here or by a person is not read back");
    }
  } catch (error) {
    return afterFailedReadBack(error);
  }
}

async function readPeriodBack(ctx: Ctx, { delivery }: Turn, days: number): Promise<Outcome> {
  const { membershipId } = delivery;
  const expectation = FreeDaysExpectation.safeParse(delivery.expectation);
  // Both are written before the call, so without them there was none.
  if (membershipId === null || !expectation.success) return missing;
  const period = await findPeriod(ctx, membershipId);
  switch (period ? wereDaysAdded(period, expectation.data) : "unclear") {
    case "yes":
      return {
        is: "applied",
        found: true,
        proof: { kind: "free_days", membershipId, days, ...expectation.data },
      };
    case "no":
      return missing;
    case "unclear": {
      const { endBefore, endAfter } = expectation.data;
      const days = { before: day(endBefore), after: day(endAfter) };
      const reason = period?.endsAt
        ? say("delivery.endUnclear", { now: day(period.endsAt), ...days })
        : say("delivery.membershipGone", days);
      return held("unclear", reason, "held");
    }
  }
}

async function findPeriod(ctx: Ctx, membershipId: string) {
  try {
    return readPeriod(await ctx.whop.getMembership(membershipId));
  } catch (error) {
    if (error instanceof WhopError && error.kind === "not_found") return null;
    throw error;
  }
}

function day(at: Date): string {
  return at.toISOString().slice(0, 10);
}
