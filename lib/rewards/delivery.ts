import { z } from "zod";
import { deliveryStates, rewardTypes } from "#db/enums.ts";
import type { rewardDeliveries } from "#db/schema/index.ts";

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

/** What is asked of Whop, or of a person, fixed before the first attempt: every later attempt asks for the same. */
export const DeliveryRequest = z.discriminatedUnion("do", [
  z.object({ do: z.literal("create_promo_code"), promoCode: PromoCodeRequest }),
  z.object({ do: z.literal("add_free_days"), days: z.int().positive() }),
  z.object({ do: z.literal("by_hand"), instructions: z.string() }),
  z.object({ do: z.literal("archive_promo_code"), promoCodeId: z.string(), code: z.string() }),
]);
export type DeliveryRequest = z.infer<typeof DeliveryRequest>;

/** The membership's period before days are added, and where it must end once they are. Written before the call. */
export const FreeDaysExpectation = z.object({
  endBefore: z.coerce.date(),
  endAfter: z.coerce.date(),
});
export type FreeDaysExpectation = z.infer<typeof FreeDaysExpectation>;

const attemptOutcomes = [
  "applied",
  /** Found on Whop's side when reading back. */
  "found_applied",
  /** Reading back showed that nothing had happened. */
  "found_missing",
  "unknown",
  /** Reading back does not settle it. */
  "unclear",
  "not_sent",
  "rate_limited",
  "refused",
  "retried",
  "given_by_hand",
] as const;

const Attempt = z.object({
  n: z.int(),
  at: z.coerce.date(),
  outcome: z.enum(attemptOutcomes),
  status: z.number().nullable().default(null),
  message: z.string().default(""),
});
export type Attempt = z.infer<typeof Attempt>;
export type AttemptOutcome = Attempt["outcome"];

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
]);
export type DeliveryProof = z.infer<typeof DeliveryProof>;

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
  heldReason: z.string().nullable(),
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

/**
 * The key under which Whop may recognise a repeated call. It changes only after an answer that proves that
 * nothing was done, or when a person tries again, because Whop repeats a stored refusal as long as it keeps the key.
 */
export function idempotencyKeyOf({ id, attempts }: Pick<Delivery, "id" | "attempts">): string {
  const fresh: AttemptOutcome[] = ["refused", "rate_limited", "retried"];
  const generation = attempts.filter(({ outcome }) => fresh.includes(outcome)).length;
  return `referly-reward-${id}-${generation}`;
}

export const MOST_ATTEMPTS = 10;

/** Calls made since the owner last said "try again". */
export function attemptsUsed(attempts: readonly Attempt[]): number {
  const since = attempts.findLastIndex(({ outcome }) => outcome === "retried");
  return new Set(attempts.slice(since + 1).map(({ n }) => n)).size;
}

const DELAYS_SECONDS = [5, 15, 60, 300, 900, 3_600, 7_200, 14_400, 28_800];

/** How long to wait after so many attempts; ten of them take about a day. */
export function delayAfterMs(used: number): number {
  return (DELAYS_SECONDS[Math.min(Math.max(used, 1), DELAYS_SECONDS.length) - 1] ?? 0) * 1000;
}
