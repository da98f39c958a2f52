import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { say } from "../core/said.ts";
import { schedule } from "../jobs/index.ts";
import { SETTLE_MS, TAKE_OVER_MS } from "../whop/attempts.ts";
import type { Dispatch, PayoutItem } from "./item.ts";
import { recordAttempt } from "./item-attempts.ts";
import { changeItem, getItem, lockPayee, type Payee } from "./item-rows.ts";
import { settlePayees } from "./last-look.ts";
import { getPayoutRow } from "./payout.ts";
import { reserve } from "./reserve.ts";
import { settlePayout } from "./settle-payout.ts";

/** Leave to make one transfer, or to look what became of one. */
export type Turn = {
  kind: "call" | "read_back";
  /** Number of the attempt; whatever is written about it is written only while it is the current one. */
  n: number;
  calledAt: Date;
  item: PayoutItem;
  dispatch: Dispatch;
};

/** Looks at an item under its affiliate's lock; null when there is nothing to do now. */
export async function takeTurn(ctx: Ctx, itemId: string): Promise<Turn | null> {
  return transact(ctx, async (_tx, ctx) => {
    const { affiliateId } = await getItem(ctx, itemId);
    const payee = await lockPayee(ctx, affiliateId);
    const item = await getItem(ctx, itemId);
    switch (item.status) {
      case "queued":
        return send(ctx, item, payee);
      case "calling":
        await watch(ctx, item);
        return null;
      case "unknown":
        return readBackWhenSettled(ctx, item);
      default:
        return null;
    }
  });
}

async function send(ctx: Ctx, item: PayoutItem, payee: Payee): Promise<Turn | null> {
  const payout = await getPayoutRow(ctx, item.payoutId);
  if (payout.status !== "processing") return null;
  // The last look at the facts before anything leaves the house.
  const undecided = item.dispatch === null ? [{ item, payee }] : [];
  await settlePayees(ctx, undecided);
  const ready = (await reserve(ctx, payout, undecided)).get(item.id) ?? item;
  if (ready.dispatch === null) {
    await settlePayout(ctx, payout.id);
    return null;
  }
  return ready.dispatch.by === "transfer" ? begin(ctx, ready, ready.dispatch) : null;
}

async function begin(ctx: Ctx, item: PayoutItem, dispatch: Dispatch): Promise<Turn> {
  const n = item.attemptCount + 1;
  const calledAt = ctx.clock.now();
  await changeItem(ctx, item.id, { status: "calling", attemptCount: n, calledAt });
  await lookAgain(ctx, item.id, calledAt.getTime() + TAKE_OVER_MS);
  return { kind: "call", n, calledAt, item, dispatch };
}

/** Somebody is calling, or was. */
async function watch(ctx: Ctx, item: PayoutItem): Promise<void> {
  const givenUpAt = (item.calledAt?.getTime() ?? 0) + TAKE_OVER_MS;
  const now = ctx.clock.now().getTime();
  if (now < givenUpAt) return lookAgain(ctx, item.id, givenUpAt);
  await recordAttempt(ctx, item, {
    outcome: "unknown",
    message: say("delivery.stoppedAfter"),
  });
  await becomeUnknown(ctx, item);
  await lookAgain(ctx, item.id, now + SETTLE_MS);
}

export async function becomeUnknown(ctx: Ctx, { id, dispatch }: PayoutItem): Promise<void> {
  if (dispatch === null) throw new Error("what was not reserved was not sent");
  await changeItem(ctx, id, { status: "unknown", dispatch: { ...dispatch, mayHaveArrived: true } });
}

async function readBackWhenSettled(ctx: Ctx, item: PayoutItem): Promise<Turn | null> {
  const { id, attemptCount: n, attempts, calledAt, dispatch } = item;
  if (dispatch === null) throw new Error("what was not reserved was not sent");
  const now = ctx.clock.now();
  const settledAt = (attempts.at(-1)?.at.getTime() ?? 0) + SETTLE_MS;
  if (now.getTime() < settledAt) {
    await lookAgain(ctx, id, settledAt);
    return null;
  }
  // Should this worker die, the next look is the same as this one.
  await lookAgain(ctx, id, now.getTime() + TAKE_OVER_MS);
  return { kind: "read_back", n, calledAt: calledAt ?? now, item, dispatch };
}

/** Puts the next look at an item on the clock, instead of the one that was there. */
export async function lookAgain(ctx: Ctx, itemId: string, atMs: number): Promise<void> {
  await transact(ctx, (tx) =>
    schedule(ctx, tx, {
      job: "pay-item",
      key: itemId,
      dueAt: new Date(atMs),
      payload: { companyId: ctx.companyId, itemId },
    }),
  );
}
