import { z } from "zod";
import { payoutItemStatuses } from "#db/enums.ts";
import type { affiliatePayoutItems } from "#db/schema/index.ts";
import { readTold } from "../core/said.ts";
import { Attempt } from "../whop/attempts.ts";

/**
 * What is sent, fixed before it is. It is there exactly as long as its amount is out of what is owed: on its way, or
 * paid.
 */
export const Dispatch = z.object({
  by: z.enum(["transfer", "hand"]),
  /** Whop's id of the member. */
  destination: z.string(),
  amountMinor: z.coerce.bigint(),
  notes: z.string(),
  /** A call for it ended without an answer; from then on nothing about it changes. */
  mayHaveArrived: z.boolean(),
});
export type Dispatch = z.infer<typeof Dispatch>;

export const PayoutItem = z.object({
  id: z.uuid(),
  payoutId: z.uuid(),
  affiliateId: z.uuid(),
  currency: z.string(),
  amountMinor: z.bigint(),
  status: z.enum(payoutItemStatuses),
  reason: z.string().transform(readTold).nullable(),
  dispatch: Dispatch.nullable(),
  attemptCount: z.int(),
  attempts: z.array(Attempt),
  calledAt: z.date().nullable(),
  transferId: z.string().nullable(),
  reference: z.string().nullable(),
  paidAt: z.date().nullable(),
  createdAt: z.date(),
});
export type PayoutItem = z.infer<typeof PayoutItem>;

export function itemFromRow(row: typeof affiliatePayoutItems.$inferSelect): PayoutItem {
  return PayoutItem.parse({ ...row, dispatch: row.request });
}

/** Why an item is carried over to a later payout. */
export const carriedReasons = ["nothing_owed", "below_minimum"] as const;
export type CarriedReason = (typeof carriedReasons)[number];

export function whyCarried(amountMinor: bigint, minimum: bigint | null): CarriedReason | null {
  if (amountMinor <= 0n) return "nothing_owed";
  return minimum !== null && amountMinor < minimum ? "below_minimum" : null;
}
