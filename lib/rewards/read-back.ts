import type { Ctx } from "../core/context.ts";
import { afterFailedReadBack, again, held } from "../whop/outcome.ts";
import { WhopError } from "../whop/platform.ts";
import { findPromoCode } from "./call-whop.ts";
import { FreeDaysExpectation } from "./delivery.ts";
import type { Turn } from "./delivery-turn.ts";
import { readPeriod, wereDaysAdded } from "./membership-period.ts";
import type { Outcome } from "./outcome.ts";

const missing = again("found_missing", "Read back from Whop: the call had not been applied.");

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
        throw new Error("what a person does is not read back");
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
      const now = period?.endsAt ? `ends ${day(period.endsAt)}` : "cannot be found on Whop any more";
      const message = `Whop did not answer, and the membership ${now}: before it ended ${day(endBefore)}, with the days it would end ${day(endAfter)}. Look at it on Whop, then say whether the days are there.`;
      return held("unclear", message, "held");
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
