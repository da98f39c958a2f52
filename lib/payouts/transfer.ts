import { dayMs } from "../core/clock.ts";
import type { Ctx } from "../core/context.ts";
import { say } from "../core/said.ts";
import { generationOf, isTooLateToCall } from "../whop/attempts.ts";
import { afterFailedChange, afterFailedReadBack, again, held, type Unapplied } from "../whop/outcome.ts";
import type { WhopTransfer } from "../whop/platform.ts";
import type { Turn } from "./item-turn.ts";

/** How a turn of an item ended. */
export type Outcome = { is: "applied"; found: boolean; transferId: string } | Unapplied;

/** By this a transfer says of which item it is. */
const ITEM_KEY = "referly_item";

/** Makes the one transfer of this turn. All that is to be known of it is on disk before the call. */
export async function makeTransfer(ctx: Ctx, turn: Turn): Promise<Outcome> {
  const { item, dispatch, calledAt } = turn;
  if (isTooLateToCall(ctx.clock.now(), calledAt)) return again("not_sent", say("delivery.tooLate"));
  try {
    const made = await ctx.whop.createTransfer({
      companyId: ctx.companyId,
      destinationUserId: dispatch.destination,
      amountMinor: dispatch.amountMinor,
      currency: item.currency,
      onceKey: item.id,
      idempotencyKey: `referly-payout-${item.id}-${generationOf(item.attempts)}`,
      metadata: { [ITEM_KEY]: item.id },
      notes: dispatch.notes,
    });
    return judge(turn, made, false);
  } catch (error) {
    return afterFailedChange(error);
  }
}

/** After a call without an answer: asks Whop what the company has sent, and believes nothing else. */
export async function findTransfer(ctx: Ctx, turn: Turn): Promise<Outcome> {
  // Whop's clock may go after ours.
  const createdAfter = new Date(turn.item.createdAt.getTime() - dayMs);
  try {
    for await (const found of ctx.whop.listTransfers({ companyId: ctx.companyId, createdAfter })) {
      if (found.metadata[ITEM_KEY] === turn.item.id) return judge(turn, found, true);
    }
    return again("found_missing", say("payout.notMade"));
  } catch (error) {
    return afterFailedReadBack(error);
  }
}

function judge({ item, dispatch }: Turn, transfer: WhopTransfer, found: boolean): Outcome {
  const { transferId, amountMinor, currency } = transfer;
  if (amountMinor === dispatch.amountMinor && currency === item.currency)
    return { is: "applied", found, transferId };
  const asked = { minor: dispatch.amountMinor, currency: item.currency };
  const reason =
    amountMinor === null
      ? say("payout.otherUnreadable", { transferId, asked })
      : say("payout.otherAmount", { transferId, sent: { minor: amountMinor, currency }, asked });
  return held("unclear", reason, "held");
}
