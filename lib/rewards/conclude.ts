import { dayMs } from "../core/clock.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { say } from "../core/said.ts";
import { enqueue, schedule, unschedule } from "../jobs/index.ts";
import { attemptsUsed, delayAfterMs, MOST_ATTEMPTS, nextReadBack } from "../whop/attempts.ts";
import { type Held, held } from "../whop/outcome.ts";
import type { Delivery, DeliveryProof } from "./delivery.ts";
import { getDelivery, handBack, recordAttempt, setDeliveryState } from "./delivery-rows.ts";
import type { Turn } from "./delivery-turn.ts";
import { askedBy, factsOf } from "./facts.ts";
import { lookAgain } from "./look-again.ts";
import type { Outcome } from "./outcome.ts";
import { countOf } from "./owed.ts";
import { recordEvent, recordRedemptionAudit } from "./record-event.ts";
import { changeRedemption, lockRedemption, type Redemption } from "./redemption.ts";
import { hasCode } from "./reward-data.ts";
import { returnStock } from "./stock.ts";
import { remindNoMore, tellReady } from "./tell.ts";
import { why } from "./why.ts";

/** Writes down how the turn ended, and what follows from it, in one transaction. */
export async function conclude(ctx: Ctx, turn: Turn, outcome: Outcome): Promise<void> {
  await transact(ctx, async (_tx, ctx) => {
    const redemption = await lockRedemption(ctx, turn.redemption.id);
    const delivery = await getDelivery(ctx, turn.delivery.id);
    const wasMine = await write(ctx, { ...turn, delivery, redemption }, outcome);
    if (!wasMine) ctx.log.warn({ deliveryId: delivery.id, attempt: turn.n }, "a late answer was not written");
  });
}

async function write(ctx: Ctx, turn: Turn, outcome: Outcome): Promise<boolean> {
  const { delivery, redemption, n } = turn;
  const now = ctx.clock.now();
  switch (outcome.is) {
    case "applied": {
      const attempt = { n, outcome: outcome.found ? "found_applied" : "applied" } as const;
      const change = { state: "applied", proof: outcome.proof, appliedAt: now, heldReason: null } as const;
      if (!(await recordAttempt(ctx, delivery.id, attempt, change, { open: true }))) return false;
      await applied(ctx, turn, outcome.proof);
      await settleLater(ctx, redemption);
      return true;
    }
    case "unknown": {
      const { message, status } = outcome;
      const attempt = { n, outcome: "unknown", message, status } as const;
      if (!(await recordAttempt(ctx, delivery.id, attempt, { state: "unknown" }, { open: true })))
        return false;
      await lookAgain(ctx, delivery.id, nextReadBack(now, turn.calledAt));
      return true;
    }
    case "again": {
      const used = attemptsUsed([...delivery.attempts, { ...outcome, n, at: now }]);
      if (used >= MOST_ATTEMPTS) {
        const message = say("delivery.triedInVain", { used, last: outcome.message });
        return write(ctx, turn, { ...held(outcome.outcome, message, "failed"), status: outcome.status });
      }
      if (!(await recordAttempt(ctx, delivery.id, { ...outcome, n }, { state: "queued" }, { open: true }))) {
        return false;
      }
      await lookAgain(ctx, delivery.id, now.getTime() + Math.max(outcome.waitMs, delayAfterMs(used)));
      return true;
    }
    case "held":
      if (!(await hold(ctx, turn, outcome))) return false;
      // If it is no longer earned, there is nothing to put right.
      await settleLater(ctx, redemption);
      return true;
    case "busy":
      if (!(await handBack(ctx, delivery.id, n))) return false;
      await lookAgain(ctx, delivery.id, now.getTime() + outcome.waitMs);
      return true;
    case "still_unknown":
      await lookAgain(ctx, delivery.id, nextReadBack(now, turn.calledAt));
      return true;
  }
}

/** What follows from a delivery that cannot be made until somebody does something about it. */
export async function hold(
  ctx: Ctx,
  { delivery, redemption, n }: Pick<Turn, "delivery" | "redemption" | "n">,
  outcome: Held,
): Promise<boolean> {
  const { message } = outcome;
  const change = { state: "held", heldReason: message } as const;
  if (!(await recordAttempt(ctx, delivery.id, { ...outcome, n }, change, { open: true }))) return false;
  await forgetTimer(ctx, delivery.id);
  if (delivery.direction === "grant") {
    await changeRedemption(ctx, redemption.id, { status: outcome.as, errorMessage: message });
  }
  await recordRedemptionAudit(ctx, "delivery.held", redemption, {
    reason: message,
    direction: delivery.direction,
  });
  return true;
}

/** What follows from a delivery that was made. */
export async function applied(
  ctx: Ctx,
  { delivery, redemption }: Pick<Turn, "delivery" | "redemption">,
  proof: DeliveryProof,
): Promise<void> {
  await forgetTimer(ctx, delivery.id);
  if (delivery.direction === "grant") await grant(ctx, redemption, delivery);
  else await takenBack(ctx, redemption, proof);
}

/** The member has it. Only what has a code can still lapse. */
export async function grant(ctx: Ctx, redemption: Redemption, delivery: Delivery): Promise<void> {
  const { id, terms } = redemption;
  const now = ctx.clock.now();
  const expiresAt =
    terms.expiryDays !== null && hasCode(terms.data)
      ? new Date(now.getTime() + terms.expiryDays * dayMs)
      : null;
  await changeRedemption(ctx, id, {
    status: "granted",
    statusReason: null,
    errorMessage: null,
    grantedAt: now,
    expiresAt,
  });
  await recordEvent(ctx, "reward_granted", redemption, { deliveryId: delivery.id });
  await tellReady(ctx, redemption, expiresAt);
  if (expiresAt === null) return;
  const payload = { companyId: ctx.companyId, redemptionId: id };
  await transact(ctx, (tx) =>
    schedule(ctx, tx, { job: "expire-redemption", key: id, dueAt: expiresAt, payload }),
  );
}

async function takenBack(ctx: Ctx, redemption: Redemption, proof: DeliveryProof): Promise<void> {
  // The code of a reward that lapsed is put out of use; nothing else changes.
  if (redemption.status === "expired") return;
  await remindNoMore(ctx, redemption);
  if (proof.kind === "archived" && proof.wasUsed) {
    const reason = say("reward.keptUsed");
    await changeRedemption(ctx, redemption.id, { statusReason: reason });
    return recordRedemptionAudit(ctx, "redemption.kept", redemption, { reason });
  }
  const { terms, side, userId } = redemption;
  const facts = await factsOf(ctx, [userId], askedBy([{ ...terms, side }]));
  const reason = why("takenBack", terms, countOf(terms, side, facts(userId)));
  await changeRedemption(ctx, redemption.id, {
    status: "cancelled",
    statusReason: reason,
    cancelledAt: ctx.clock.now(),
    holdsStock: false,
  });
  if (redemption.grant) await setDeliveryState(ctx, redemption.grant.id, "reversed");
  if (redemption.holdsStock) await returnStock(ctx, redemption);
  await recordEvent(ctx, "reward_cancelled", redemption, { reason });
}

async function forgetTimer(ctx: Ctx, deliveryId: string): Promise<void> {
  await transact(ctx, (tx) => unschedule(ctx, tx, { job: "deliver-reward", key: deliveryId }));
}

async function settleLater(ctx: Ctx, { userId }: Redemption): Promise<void> {
  await transact(ctx, (tx) => enqueue(ctx, tx, "evaluate-rewards", { companyId: ctx.companyId, userId }));
}
