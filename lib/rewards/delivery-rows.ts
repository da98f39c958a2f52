import { and, eq, inArray, ne, sql } from "drizzle-orm";
import type { DeliveryState } from "#db/enums.ts";
import { rewardDeliveries } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import { storeTold, type Told } from "../core/said.ts";
import { type Attempt, type AttemptOutcome, shortened } from "../whop/attempts.ts";
import type { Delivery, DeliveryProof } from "./delivery.ts";
import { deliveryFromRow, mayBeApplied } from "./delivery.ts";

function theOne(ctx: Ctx, deliveryId: string) {
  return and(eq(rewardDeliveries.companyId, ctx.companyId), eq(rewardDeliveries.id, deliveryId));
}

/** @throws AppError not_found */
export async function getDelivery(ctx: Ctx, deliveryId: string): Promise<Delivery> {
  const [row] = await transact(ctx, (tx) =>
    tx.select().from(rewardDeliveries).where(theOne(ctx, deliveryId)),
  );
  if (!row) throw notFound("delivery");
  return deliveryFromRow(row);
}

export async function setDeliveryState(ctx: Ctx, deliveryId: string, state: DeliveryState): Promise<void> {
  await transact(ctx, (tx) =>
    tx.update(rewardDeliveries).set({ state, updatedAt: ctx.clock.now() }).where(theOne(ctx, deliveryId)),
  );
}

/**
 * Whether another delivery of ours is changing this membership: `calling` will be over soon; `stuck` is one
 * that may have been applied and waits for a person, and until then nobody may move the membership's end.
 */
export async function membershipUse(
  ctx: Ctx,
  membershipId: string,
  except: string,
): Promise<"free" | "calling" | "stuck"> {
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(rewardDeliveries)
      .where(
        and(
          eq(rewardDeliveries.companyId, ctx.companyId),
          eq(rewardDeliveries.membershipId, membershipId),
          inArray(rewardDeliveries.state, ["calling", "unknown", "held"]),
          ne(rewardDeliveries.id, except),
        ),
      ),
  );
  const open = rows.map(deliveryFromRow).filter(mayBeApplied);
  if (open.length === 0) return "free";
  return open.some(({ state }) => state === "held") ? "stuck" : "calling";
}

/** Says, before any call is made, that one is about to be. The number of the attempt is its maker's ticket. */
export async function markCalling(ctx: Ctx, delivery: Delivery): Promise<number> {
  const n = delivery.attemptCount + 1;
  await transact(ctx, (tx) =>
    tx
      .update(rewardDeliveries)
      .set({
        state: "calling",
        membershipId: null,
        expectation: null,
        heldReason: null,
        attemptCount: n,
        calledAt: ctx.clock.now(),
        updatedAt: ctx.clock.now(),
      })
      .where(theOne(ctx, delivery.id)),
  );
  return n;
}

/** What will be true on Whop's side once the call is applied. False when another worker has taken over. */
export async function setExpectation(
  ctx: Ctx,
  deliveryId: string,
  n: number,
  expectation: object,
): Promise<boolean> {
  return changeOwn(ctx, deliveryId, n, { expectation });
}

/** Reserves the membership: an index lets one delivery at a time have it. False when another worker has taken over. */
export async function setMembership(
  ctx: Ctx,
  deliveryId: string,
  n: number,
  membershipId: string,
): Promise<boolean> {
  return changeOwn(ctx, deliveryId, n, { membershipId });
}

/** Gives the turn back untried. */
export async function handBack(ctx: Ctx, deliveryId: string, n: number): Promise<boolean> {
  return changeOwn(ctx, deliveryId, n, { state: "queued" });
}

async function changeOwn(
  ctx: Ctx,
  deliveryId: string,
  n: number,
  change: { expectation?: object; membershipId?: string; state?: DeliveryState },
): Promise<boolean> {
  const rows = await transact(ctx, (tx) =>
    tx
      .update(rewardDeliveries)
      .set({ ...change, updatedAt: ctx.clock.now() })
      .where(
        and(
          theOne(ctx, deliveryId),
          eq(rewardDeliveries.state, "calling"),
          eq(rewardDeliveries.attemptCount, n),
        ),
      )
      .returning({ id: rewardDeliveries.id }),
  );
  return rows.length > 0;
}

export type AttemptRecord = {
  n: number;
  outcome: AttemptOutcome;
  status?: number | null;
  message?: Told;
};

export type DeliveryChange = {
  state?: DeliveryState;
  proof?: DeliveryProof;
  heldReason?: Told | null;
  appliedAt?: Date;
};

/**
 * Adds to the log of attempts and moves the delivery on. With `open` the attempt must still be the current
 * one and undecided: a worker that was given up for dead and comes back late writes nothing. False then.
 */
export async function recordAttempt(
  ctx: Ctx,
  deliveryId: string,
  { n, outcome, status = null, message = "" }: AttemptRecord,
  { heldReason, ...change }: DeliveryChange,
  { open }: { open: boolean },
): Promise<boolean> {
  const at = ctx.clock.now();
  const entry: Attempt = { n, at, outcome, status, message: shortened(message) };
  const rows = await transact(ctx, (tx) =>
    tx
      .update(rewardDeliveries)
      .set({
        ...change,
        ...(heldReason === undefined ? {} : { heldReason: heldReason && storeTold(heldReason) }),
        attempts: sql`${rewardDeliveries.attempts} || ${JSON.stringify([entry])}::jsonb`,
        updatedAt: at,
      })
      .where(
        and(
          theOne(ctx, deliveryId),
          ...(open
            ? [
                eq(rewardDeliveries.attemptCount, n),
                inArray(rewardDeliveries.state, ["calling", "unknown"] satisfies DeliveryState[]),
              ]
            : []),
        ),
      )
      .returning({ id: rewardDeliveries.id }),
  );
  return rows.length > 0;
}
