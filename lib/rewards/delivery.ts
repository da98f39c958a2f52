import { z } from "zod";
import { deliveryStates, rewardTypes } from "#db/enums.ts";
import type { rewardDeliveries } from "#db/schema/index.ts";
import { readTold } from "../core/said.ts";
import { Attempt, generationOf } from "../whop/attempts.ts";

const PromoCodeRequest = z.object({
  code: z.string(),
  kind: z.enum(["percentage", "flat_amount"]),
  amountOff: z.number(),
  currency: z.string(),
  productId: z.string().optional(),
  planIds: z.array(z.string()).optional(),
  durationMonths: z.number(),
  newUsersOnly: z.boolean(),
});
export type PromoCodeRequest = z.infer<typeof PromoCodeRequest>;

/** What is asked of Whop, of a person, or of our own tables, fixed before the first attempt: every later attempt asks for the same. */
export const DeliveryRequest = z.discriminatedUnion("do", [
  z.object({ do: z.literal("create_promo_code"), promoCode: PromoCodeRequest }),
  z.object({ do: z.literal("add_free_days"), days: z.int().positive() }),
  z.object({ do: z.literal("by_hand"), instructions: z.string() }),
  /** Into the member's account in our own books; `amount` in minor units where it is money. */
  z.object({ do: z.literal("book"), unit: z.string(), amount: z.string() }),
  z.object({ do: z.literal("unbook"), unit: z.string(), amount: z.string() }),
  /** One of the codes that the owner has put into the reward. */
  z.object({ do: z.literal("hand_own_code") }),
  z.object({ do: z.literal("return_own_code"), code: z.string() }),
  z.object({ do: z.literal("archive_promo_code"), promoCodeId: z.string(), code: z.string() }),
]);
export type DeliveryRequest = z.infer<typeof DeliveryRequest>;

/** The membership's period before days are added, and where it must end once they are. Written before the call. */
export const FreeDaysExpectation = z.object({
  endBefore: z.coerce.date(),
  endAfter: z.coerce.date(),
});
export type FreeDaysExpectation = z.infer<typeof FreeDaysExpectation>;

/** What proves the delivery, and what the member needs to use it. */
export const DeliveryProof = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("promo_code"), promoCodeId: z.string(), code: z.string() }),
  z.object({
    kind: z.literal("free_days"),
    membershipId: z.string(),
    days: z.number(),
    endBefore: z.coerce.date(),
    endAfter: z.coerce.date(),
  }),
  z.object({ kind: z.literal("by_hand"), by: z.string(), note: z.string() }),
  z.object({ kind: z.literal("archived"), promoCodeId: z.string(), wasUsed: z.boolean() }),
  z.object({ kind: z.literal("booked"), unit: z.string(), amount: z.string() }),
  z.object({ kind: z.literal("unbooked"), unit: z.string(), amount: z.string() }),
  z.object({ kind: z.literal("own_code"), code: z.string() }),
  z.object({ kind: z.literal("own_code_returned"), code: z.string() }),
]);
export type DeliveryProof = z.infer<typeof DeliveryProof>;

/** What the member enters somewhere, where it is that. */
export function codeOf(proof: DeliveryProof | null): string | null {
  return proof?.kind === "promo_code" || proof?.kind === "own_code" ? proof.code : null;
}

export const Delivery = z.object({
  id: z.uuid(),
  redemptionId: z.uuid(),
  direction: z.enum(["grant", "reverse"]),
  rewardType: z.enum(rewardTypes),
  state: z.enum(deliveryStates),
  membershipId: z.string().nullable(),
  request: DeliveryRequest,
  expectation: z.unknown(),
  proof: DeliveryProof.nullable(),
  attempts: z.array(Attempt),
  attemptCount: z.int(),
  heldReason: z.string().transform(readTold).nullable(),
  calledAt: z.date().nullable(),
  appliedAt: z.date().nullable(),
  createdAt: z.date(),
});
export type Delivery = z.infer<typeof Delivery>;

export function deliveryFromRow(row: typeof rewardDeliveries.$inferSelect): Delivery {
  return Delivery.parse(row);
}

/** A call went out and nobody knows what became of it. */
export function mayBeApplied({ state, attempts }: Pick<Delivery, "state" | "attempts">): boolean {
  if (state === "calling" || state === "unknown") return true;
  const last = attempts.at(-1)?.outcome;
  return state === "held" && (last === "unknown" || last === "unclear");
}

/** The key under which Whop may recognise a repeated call. */
export function idempotencyKeyOf({ id, attempts }: Pick<Delivery, "id" | "attempts">): string {
  return `referly-reward-${id}-${generationOf(attempts)}`;
}
