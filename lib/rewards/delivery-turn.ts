import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { say } from "../core/said.ts";
import { enqueue } from "../jobs/index.ts";
import { SETTLE_MS, TAKE_OVER_MS } from "../whop/attempts.ts";
import { deliverHere, isDoneHere } from "./deliver-here.ts";
import type { Delivery } from "./delivery.ts";
import { getDelivery, markCalling, recordAttempt } from "./delivery-rows.ts";
import { lookAgain } from "./look-again.ts";
import { getRedemption, type Redemption } from "./redemption.ts";
import { settleRewards } from "./settle-rewards.ts";

/** Leave to make one call, or to look what became of one. */
export type Turn = {
  kind: "call" | "read_back";
  /** Number of the attempt; whatever is written about it is written only while it is the current one. */
  n: number;
  calledAt: Date;
  delivery: Delivery;
  redemption: Redemption;
};

/** Looks at the delivery under its member's lock; null when there is nothing to do now. */
export async function takeTurn(ctx: Ctx, deliveryId: string): Promise<Turn | null> {
  return transact(ctx, async (_tx, ctx) => {
    const { redemptionId } = await getDelivery(ctx, deliveryId);
    const { userId } = await getRedemption(ctx, redemptionId);
    // The last look at the facts before anything leaves the house.
    await settleRewards(ctx, [userId]);
    const delivery = await getDelivery(ctx, deliveryId);
    const redemption = await getRedemption(ctx, redemptionId);
    switch (delivery.state) {
      case "queued":
        if (!mayBegin(delivery, redemption)) return null;
        if (!isDoneHere(delivery.request)) return begin(ctx, delivery, redemption);
        await deliverHere(ctx, redemption, deliveryId);
        return null;
      case "calling":
        await watch(ctx, delivery);
        return null;
      case "unknown":
        return readBackWhenSettled(ctx, delivery, redemption);
      case "held":
        // What was missing here may be there by now: nothing was sent, so it is simply tried.
        if (redemption.status === "held") await deliverHere(ctx, redemption, deliveryId);
        return null;
      default:
        return null;
    }
  });
}

function mayBegin({ direction, request }: Delivery, { status }: Redemption): boolean {
  if (request.do === "by_hand") return false;
  if (direction === "grant") return status === "approved";
  return status === "granted" || status === "claimed" || status === "expired";
}

async function begin(ctx: Ctx, delivery: Delivery, redemption: Redemption): Promise<Turn> {
  const n = await markCalling(ctx, delivery);
  const calledAt = ctx.clock.now();
  await lookAgain(ctx, delivery.id, calledAt.getTime() + TAKE_OVER_MS);
  return { kind: "call", n, calledAt, delivery, redemption };
}

/** Somebody is calling, or was. */
async function watch(ctx: Ctx, delivery: Delivery): Promise<void> {
  const { id, attemptCount: n, calledAt, expectation } = delivery;
  const givenUpAt = (calledAt?.getTime() ?? 0) + TAKE_OVER_MS;
  if (ctx.clock.now().getTime() < givenUpAt) return lookAgain(ctx, id, givenUpAt);
  if (expectation === null) {
    const message = say("delivery.stoppedBefore");
    await recordAttempt(ctx, id, { n, outcome: "not_sent", message }, { state: "queued" }, { open: true });
    await transact(ctx, (tx) =>
      enqueue(ctx, tx, "deliver-reward", { companyId: ctx.companyId, deliveryId: id }),
    );
    return;
  }
  const message = say("delivery.stoppedAfter");
  await recordAttempt(ctx, id, { n, outcome: "unknown", message }, { state: "unknown" }, { open: true });
  await lookAgain(ctx, id, ctx.clock.now().getTime() + SETTLE_MS);
}

async function readBackWhenSettled(
  ctx: Ctx,
  delivery: Delivery,
  redemption: Redemption,
): Promise<Turn | null> {
  const { id, attemptCount: n, attempts, calledAt } = delivery;
  const settledAt = (attempts.at(-1)?.at.getTime() ?? 0) + SETTLE_MS;
  if (ctx.clock.now().getTime() < settledAt) {
    await lookAgain(ctx, id, settledAt);
    return null;
  }
  // Should this worker die, the next look is the same as this one.
  await lookAgain(ctx, id, ctx.clock.now().getTime() + TAKE_OVER_MS);
  return { kind: "read_back", n, calledAt: calledAt ?? ctx.clock.now(), delivery, redemption };
}
