import { badRequest } from "#tests/sandbox/http/errors.ts";
import type { Sandbox } from "#tests/sandbox/sandbox.ts";
import type { Membership, Payment } from "#tests/sandbox/world/entities.ts";
import { plusDays } from "./memberships.ts";
import { addPayment } from "./payments.ts";

/** The next period of a membership: charged and extended, or declined and past due. */
export function renewMembership(sandbox: Sandbox, membership: Membership, declined: boolean): Payment {
  const { world, events } = sandbox;
  const plan = world.plans.get(membership.planId);
  if (plan.planType !== "renewal" || plan.billingPeriod === null)
    throw badRequest("This membership does not renew.");
  const at = world.clock.iso();
  const carries = world.settings.renewalsCarryMetadata;
  const payment = addPayment(world, {
    userId: membership.userId,
    memberId: membership.memberId,
    membership,
    plan,
    subtotal: plan.renewalPrice,
    total: plan.renewalPrice,
    billingReason: "subscription_cycle",
    promoCodeId: null,
    checkoutConfigurationId: carries ? membership.checkoutConfigurationId : null,
    metadata: carries ? membership.metadata : null,
    card: world.users.get(membership.userId).card,
    paid: !declined,
    at,
  });
  membership.updatedAt = at;
  if (declined) {
    membership.status = "past_due";
    events.emit(
      membership.companyId,
      { type: "payment.created", object: payment },
      { type: "payment.failed", object: payment },
      { type: "membership.deactivated", object: membership },
    );
    return payment;
  }
  const from = membership.periodEnd ?? at;
  membership.status = "active";
  membership.periodStart = from;
  membership.periodEnd = plusDays(from, plan.billingPeriod);
  events.emit(
    membership.companyId,
    { type: "payment.created", object: payment },
    { type: "payment.succeeded", object: payment },
    { type: "membership.activated", object: membership },
  );
  return payment;
}
