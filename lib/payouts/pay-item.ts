import { z } from "zod";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { say } from "../core/said.ts";
import { attemptsUsed, delayAfterMs, MOST_ATTEMPTS, nextReadBack } from "../whop/attempts.ts";
import { concludePaid, concludeUnclear, concludeUnsent } from "./conclude-item.ts";
import type { PayoutItem } from "./item.ts";
import { recordAttempt } from "./item-attempts.ts";
import { changeItem, getItem, lockPayee, type Payee } from "./item-rows.ts";
import { becomeUnknown, lookAgain, type Turn, takeTurn } from "./item-turn.ts";
import { release } from "./reserve.ts";
import { findTransfer, makeTransfer, type Outcome } from "./transfer.ts";

export const PayItemInput = z.strictObject({ itemId: z.uuid() });
export type PayItemInput = z.infer<typeof PayItemInput>;

/**
 * Takes an item one step further: queued → calling → paid, or unknown → read back → paid or queued, or failed or
 * held. It may be called at any time, by any number of workers, and may die anywhere: what was about to be sent is
 * always on disk, and out of what is owed, before it is sent. Nothing remote happens inside a transaction.
 */
export async function payItem(ctx: Ctx, input: PayItemInput): Promise<void> {
  requireOwner(ctx);
  const { itemId } = parseInput(PayItemInput, input);
  const turn = await takeTurn(ctx, itemId);
  if (turn === null) return;
  const outcome = turn.kind === "call" ? await makeTransfer(ctx, turn) : await findTransfer(ctx, turn);
  await transact(ctx, async (_tx, ctx) => {
    const payee = await lockPayee(ctx, turn.item.affiliateId);
    const item = await getItem(ctx, itemId);
    const wasMine = await conclude(ctx, turn, item, payee, outcome);
    if (!wasMine) ctx.log.warn({ itemId, attempt: turn.n }, "a late answer was not written");
  });
}

/** Writes down how the turn ended, and what follows from it. False when another worker has taken over. */
async function conclude(
  ctx: Ctx,
  turn: Turn,
  item: PayoutItem,
  payee: Payee,
  outcome: Outcome,
): Promise<boolean> {
  const { n, calledAt } = turn;
  const now = ctx.clock.now();
  switch (outcome.is) {
    case "applied": {
      const { found, transferId } = outcome;
      const attempt = { outcome: found ? "found_applied" : "applied" } as const;
      if (!(await recordAttempt(ctx, item, attempt, n))) return false;
      await concludePaid(ctx, [{ item, payee }], { transferId });
      return true;
    }
    case "unknown":
      if (!(await recordAttempt(ctx, item, { ...outcome, outcome: "unknown" }, n))) return false;
      await becomeUnknown(ctx, item);
      await lookAgain(ctx, item.id, nextReadBack(now, calledAt));
      return true;
    case "again":
      if (!(await recordAttempt(ctx, item, outcome, n))) return false;
      await tryAgain(ctx, item, payee, outcome, n);
      return true;
    case "held": {
      if (!(await recordAttempt(ctx, item, outcome, n))) return false;
      const { message: reason, as: status } = outcome;
      const isUnsent = outcome.outcome === "refused";
      if (isUnsent) await concludeUnsent(ctx, item, payee, { status, reason });
      else await concludeUnclear(ctx, item, reason);
      return true;
    }
    case "still_unknown":
      await lookAgain(ctx, item.id, nextReadBack(now, calledAt));
      return true;
  }
}

/** Nothing was sent, and nothing speaks against sending it: after a while. */
async function tryAgain(
  ctx: Ctx,
  item: PayoutItem,
  payee: Payee,
  outcome: Extract<Outcome, { is: "again" }>,
  n: number,
): Promise<void> {
  const used = attemptsUsed([...item.attempts, { n, outcome: outcome.outcome }]);
  if (used >= MOST_ATTEMPTS) {
    const reason = say("delivery.triedInVain", { used, last: outcome.message });
    await concludeUnsent(ctx, item, payee, { status: "failed", reason });
    return;
  }
  // What may be on its way is sent again as it is, or not at all; the rest is looked at anew.
  if (item.dispatch && !item.dispatch.mayHaveArrived) await release(ctx, item, payee);
  await changeItem(ctx, item.id, { status: "queued" });
  await lookAgain(ctx, item.id, ctx.clock.now().getTime() + Math.max(outcome.waitMs, delayAfterMs(used)));
}
