import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { say, type Told } from "../core/said.ts";
import { getMember } from "../members/index.ts";
import { isTooLateToCall } from "../whop/attempts.ts";
import { afterFailedChange, afterFailedRead, again, held } from "../whop/outcome.ts";
import { type Delivery, type DeliveryRequest, idempotencyKeyOf, type PromoCodeRequest } from "./delivery.ts";
import { membershipUse, setExpectation, setMembership } from "./delivery-rows.ts";
import type { Turn } from "./delivery-turn.ts";
import { expectationOf, membershipToExtend, readPeriod } from "./membership-period.ts";
import type { Outcome } from "./outcome.ts";
import { isOurs } from "./promo-code.ts";
import { lockMemberRewards } from "./redemption.ts";

const tooLate = again("not_sent", say("delivery.tooLate"));
const takenOver = again("not_sent", say("delivery.takenOver"));

/** Makes the one call of this turn. Everything it needs to know afterwards is on disk before the call. */
export async function callWhop(ctx: Ctx, turn: Turn): Promise<Outcome> {
  const { request } = turn.delivery;
  switch (request.do) {
    case "create_promo_code":
      return createPromoCode(ctx, turn, request.promoCode);
    case "add_free_days":
      return addFreeDays(ctx, turn, request.days);
    case "archive_promo_code":
      return archivePromoCode(ctx, turn, request);
    case "by_hand":
    case "book":
    case "unbook":
    case "hand_own_code":
    case "return_own_code":
      throw new Error("what is done here or by a person is not called");
  }
}

async function createPromoCode(ctx: Ctx, turn: Turn, asked: PromoCodeRequest): Promise<Outcome> {
  const { delivery } = turn;
  if (!(await setExpectation(ctx, delivery.id, turn.n, { code: asked.code }))) return takenOver;
  if (isTooLateToCall(ctx.clock.now(), turn.calledAt)) return tooLate;
  try {
    const { productId, planIds, ...rest } = asked;
    const made = await ctx.whop.createPromoCode({
      ...rest,
      ...(productId === undefined ? {} : { productId }),
      ...(planIds === undefined ? {} : { planIds }),
      companyId: ctx.companyId,
      stock: 1,
      idempotencyKey: idempotencyKeyOf(delivery),
    });
    const proof = { kind: "promo_code", promoCodeId: made.promoCodeId, code: asked.code } as const;
    return { is: "applied", found: false, proof };
  } catch (error) {
    const outcome = afterFailedChange(error);
    const isRefusal = outcome.is === "held" && outcome.as === "failed";
    return isRefusal ? adoptOr(ctx, delivery, asked, outcome) : outcome;
  }
}

/** "Already taken" may mean: by ourselves, in an attempt whose answer was lost. */
async function adoptOr(
  ctx: Ctx,
  delivery: Delivery,
  asked: PromoCodeRequest,
  refusal: Outcome,
): Promise<Outcome> {
  try {
    return (await findPromoCode(ctx, delivery, asked)) ?? refusal;
  } catch (error) {
    const { message } = afterReadError(error);
    return { is: "unknown", message, status: null };
  }
}

/** The code as it is on Whop, as an outcome; null when there is none. */
export async function findPromoCode(
  ctx: Ctx,
  { createdAt }: Delivery,
  asked: PromoCodeRequest,
): Promise<Outcome | null> {
  const since = new Date(createdAt.getTime() - 86_400_000);
  const found = await ctx.whop.findPromoCode(ctx.companyId, asked.code, since);
  if (!found) return null;
  if (found.status === "archived" || !isOurs(found, asked)) {
    const code = found.status === "archived" ? "delivery.codeArchived" : "delivery.codeTaken";
    return held("refused", say(code, { code: asked.code }), "failed");
  }
  const proof = { kind: "promo_code", promoCodeId: found.promoCodeId, code: asked.code } as const;
  return { is: "applied", found: true, proof };
}

async function addFreeDays(ctx: Ctx, turn: Turn, days: number): Promise<Outcome> {
  const { delivery, redemption, n } = turn;
  try {
    const member = await transact(ctx, (_tx, ctx) => getMember(ctx, { userId: redemption.userId }));
    const memberships = [];
    const query = { companyId: ctx.companyId, userId: member.whopUserId };
    for await (const raw of ctx.whop.listMemberships(query)) {
      const period = readPeriod(raw);
      if (period) memberships.push(period);
    }
    const chosen = membershipToExtend(memberships);
    if (!chosen) {
      return held("refused", say("delivery.nothingToExtend"), "held");
    }
    // From here on no other delivery of ours touches this membership, so what is read next stays true.
    const use = await transact(ctx, async (_tx, ctx) => {
      await lockMemberRewards(ctx, [turn.redemption.userId]);
      const use = await membershipUse(ctx, chosen.membershipId, delivery.id);
      if (use !== "free") return use;
      return (await setMembership(ctx, delivery.id, n, chosen.membershipId)) ? "mine" : "taken_over";
    });
    if (use === "calling" || use === "stuck")
      return { is: "busy", waitMs: use === "calling" ? 5_000 : 600_000 };
    if (use === "taken_over") return takenOver;
    return await extend(ctx, turn, chosen.membershipId, days);
  } catch (error) {
    return afterFailedRead(error);
  }
}

async function extend(ctx: Ctx, turn: Turn, membershipId: string, days: number): Promise<Outcome> {
  const { delivery, n } = turn;
  const endsAt = readPeriod(await ctx.whop.getMembership(membershipId))?.endsAt;
  if (!endsAt) return held("refused", say("delivery.noEnd"), "held");
  const expectation = expectationOf(endsAt, days);
  if (!(await setExpectation(ctx, delivery.id, n, expectation))) return takenOver;
  if (isTooLateToCall(ctx.clock.now(), turn.calledAt)) return tooLate;
  try {
    await ctx.whop.addFreeDays(membershipId, days, idempotencyKeyOf(delivery));
    return { is: "applied", found: false, proof: { kind: "free_days", membershipId, days, ...expectation } };
  } catch (error) {
    return afterFailedChange(error);
  }
}

async function archivePromoCode(
  ctx: Ctx,
  turn: Turn,
  { promoCodeId, code }: Extract<DeliveryRequest, { do: "archive_promo_code" }>,
): Promise<Outcome> {
  if (!(await setExpectation(ctx, turn.delivery.id, turn.n, { code, archived: true }))) return takenOver;
  if (isTooLateToCall(ctx.clock.now(), turn.calledAt)) return tooLate;
  try {
    // First out of use, then asked whether it had been used: the other way round somebody could be in between.
    await ctx.whop.archivePromoCode(promoCodeId);
  } catch (error) {
    return afterFailedChange(error);
  }
  try {
    const { uses } = await ctx.whop.getPromoCode(promoCodeId);
    return { is: "applied", found: false, proof: { kind: "archived", promoCodeId, wasUsed: uses > 0 } };
  } catch (error) {
    return { is: "unknown", ...afterReadError(error) };
  }
}

function afterReadError(error: unknown): { message: Told; status: number | null } {
  const outcome = afterFailedRead(error);
  return "message" in outcome ? outcome : { message: "", status: null };
}
