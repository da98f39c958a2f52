import type { PaymentFact } from "../whop/facts.ts";

export const notCharged: ReadonlySet<string> = new Set(["draft", "open", "pending", "authorized"]);

/**
 * Whether money moved, or was asked for and refused for good. Until then a payment gives and takes no credit, so
 * that nobody has to be settled again for it, and whether it is told before or after other things is all one.
 */
export function isCharged(payment: Pick<PaymentFact, "status">): boolean {
  return !notCharged.has(payment.status);
}
