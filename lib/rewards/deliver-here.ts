import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { say, type Told } from "../core/said.ts";
import { enqueue } from "../jobs/index.ts";
import { type Line, settleBooks } from "../ledger/index.ts";
import { held } from "../whop/outcome.ts";
import { applied, hold } from "./conclude.ts";
import type { Delivery, DeliveryProof, DeliveryRequest } from "./delivery.ts";
import { getDelivery, markCalling, recordAttempt } from "./delivery-rows.ts";
import { returnOwnCode, takeOwnCode } from "./own-codes.ts";
import type { Redemption } from "./redemption.ts";
import type { RewardData } from "./reward-data.ts";

type DoneHere = Extract<DeliveryRequest, { do: "book" | "unbook" | "hand_own_code" | "return_own_code" }>;

/** What changes nothing but our own tables is done in the transaction that decides it: all of it, or nothing. */
export function isDoneHere(request: DeliveryRequest): request is DoneHere {
  const { do: what } = request;
  return what === "book" || what === "unbook" || what === "hand_own_code" || what === "return_own_code";
}

/** Does a delivery that waits, if it is one of ours. The caller holds the member's lock. */
export async function deliverHere(ctx: Ctx, redemption: Redemption, deliveryId: string): Promise<void> {
  const queued = await getDelivery(ctx, deliveryId);
  const isWaiting = queued.state === "queued" || queued.state === "held";
  if (!isWaiting || !isDoneHere(queued.request)) return;
  const n = await markCalling(ctx, queued);
  const delivery: Delivery = { ...queued, attemptCount: n, state: "calling" };
  const outcome = await carryOutHere(ctx, redemption, queued.request);
  if ("refusal" in outcome) {
    await hold(ctx, { delivery, redemption, n }, held("refused", outcome.refusal, "held"));
    return;
  }
  const { proof } = outcome;
  const change = { state: "applied", proof, appliedAt: ctx.clock.now(), heldReason: null } as const;
  await recordAttempt(ctx, delivery.id, { n, outcome: "applied" }, change, { open: true });
  await applied(ctx, { delivery, redemption }, proof);
}

async function carryOutHere(
  ctx: Ctx,
  redemption: Redemption,
  request: DoneHere,
): Promise<{ proof: DeliveryProof } | { refusal: Told }> {
  switch (request.do) {
    case "book":
    case "unbook": {
      const { unit, amount } = request;
      await settleBooks(ctx, [targetOf(ctx, redemption, request)]);
      await payOut(ctx, redemption);
      return { proof: { kind: request.do === "book" ? "booked" : "unbooked", unit, amount } };
    }
    case "hand_own_code": {
      const code = await takeOwnCode(ctx, redemption);
      return code === null ? { refusal: say("reward.ownCodesEmpty") } : { proof: { kind: "own_code", code } };
    }
    case "return_own_code":
      await returnOwnCode(ctx, redemption);
      return { proof: { kind: "own_code_returned", code: request.code } };
  }
}

/** Money is paid by the next payout. */
async function payOut(ctx: Ctx, { userId, terms }: Redemption): Promise<void> {
  if (terms.rewardType !== "cash") return;
  const { companyId } = ctx;
  await transact(ctx, (tx) => enqueue(ctx, tx, "settle-reward-payables", { companyId, userId }));
}

/** How the books stand for a redemption: what it gives, or nothing once it is taken back. */
function targetOf(ctx: Ctx, { id, userId, terms }: Redemption, request: Extract<DoneHere, { unit: string }>) {
  const amount = BigInt(request.amount);
  const of = { holderId: userId, unit: request.unit };
  const [from, to] = accountsOf(terms.data);
  const lines: Line[] = [
    { ...of, kind: from, amount: -amount },
    { ...of, kind: to, amount },
  ];
  return {
    source: { type: "redemption" as const, id },
    factId: id,
    rule: terms.name,
    ruleVersion: 1,
    occurredAt: ctx.clock.now(),
    lines: request.do === "book" ? lines : [],
  };
}

function accountsOf({ type }: RewardData) {
  switch (type) {
    case "points":
      return ["points_issued", "points"] as const;
    case "credits":
      return ["credits_issued", "credits"] as const;
    case "cash":
      return ["reward_expense", "commission_payable"] as const;
    default:
      throw new Error(`a reward of type ${type} is not in the books`);
  }
}
