import type {
  BillingReason,
  Card,
  Membership,
  Metadata,
  Payment,
  Plan,
} from "#tests/sandbox/world/entities.ts";
import { newId } from "#tests/sandbox/world/ids.ts";
import type { World } from "#tests/sandbox/world/world.ts";

const DECLINED = "Your card was declined.";

type NewPayment = {
  userId: string;
  memberId: string | null;
  membership: Membership | null;
  plan: Plan;
  subtotal: number;
  total: number;
  billingReason: BillingReason;
  promoCodeId: string | null;
  checkoutConfigurationId: string | null;
  metadata: Metadata | null;
  card: Card;
  paid: boolean;
  at: string;
};

export function addPayment(world: World, input: NewPayment): Payment {
  return world.payments.put({
    id: newId("pay"),
    companyId: input.plan.companyId,
    userId: input.userId,
    memberId: input.memberId,
    membershipId: input.membership?.id ?? null,
    planId: input.plan.id,
    productId: input.plan.productId,
    status: input.paid ? "paid" : "open",
    substatus: input.paid ? "succeeded" : "failed",
    billingReason: input.billingReason,
    currency: input.plan.currency,
    subtotal: input.subtotal,
    taxAmount: 0,
    total: input.total,
    refundedAmount: 0,
    promoCodeId: input.promoCodeId,
    checkoutConfigurationId: input.checkoutConfigurationId,
    metadata: input.metadata,
    card: input.card,
    failureMessage: input.paid ? null : DECLINED,
    paidAt: input.paid ? input.at : null,
    refundedAt: null,
    createdAt: input.at,
    updatedAt: input.at,
  });
}
