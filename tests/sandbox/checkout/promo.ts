import { ApiError, badRequest } from "#tests/sandbox/http/errors.ts";
import { isValid } from "#tests/sandbox/world/access.ts";
import type { Plan, PromoCode } from "#tests/sandbox/world/entities.ts";
import { toMinor } from "#tests/sandbox/world/money.ts";
import type { World } from "#tests/sandbox/world/world.ts";

/** Finds the code and refuses it for the reasons for which Whop's checkout does. */
export function usablePromoCode(world: World, plan: Plan, userId: string, code: string): PromoCode {
  const promo = world.promoCodes.first(
    (row) => row.companyId === plan.companyId && row.status === "active" && sameCode(row.code, code),
  );
  if (!promo) throw badRequest(`The promo code ${code} does not exist.`);
  if (promo.expiresAt && Date.parse(promo.expiresAt) <= world.clock.now().getTime())
    throw badRequest(`The promo code ${code} has expired.`);
  if (!promo.unlimitedStock && promo.uses >= promo.stock)
    throw badRequest(`The promo code ${code} is used up.`);
  if (promo.productId && promo.productId !== plan.productId)
    throw badRequest(`The promo code ${code} is for another product.`);
  if (promo.planIds.length > 0 && !promo.planIds.includes(plan.id))
    throw badRequest(`The promo code ${code} is for another plan.`);
  checkBuyer(world, plan, userId, promo);
  return promo;
}

/** A code that came with the address helps whoever it is for; for others the checkout goes on without it. */
export function suggestedPromoCode(
  world: World,
  plan: Plan,
  userId: string,
  code: string | null,
): PromoCode | null {
  if (code === null) return null;
  try {
    return usablePromoCode(world, plan, userId, code);
  } catch (error) {
    if (error instanceof ApiError) return null;
    throw error;
  }
}

function checkBuyer(world: World, plan: Plan, userId: string, promo: PromoCode): void {
  const before = world.memberships.where((row) => row.userId === userId && row.companyId === plan.companyId);
  if (promo.newUsersOnly && before.length > 0)
    throw badRequest(`The promo code ${promo.code} is for new customers only.`);
  if (promo.churnedUsersOnly && (before.length === 0 || before.some(isValid)))
    throw badRequest(`The promo code ${promo.code} is for former customers only.`);
  if (promo.existingMembershipsOnly && !before.some(isValid))
    throw badRequest(`The promo code ${promo.code} is for existing customers only.`);
  const used = world.payments.first(
    (row) => row.promoCodeId === promo.id && row.userId === userId && row.status === "paid",
  );
  if (promo.onePerCustomer && used) throw badRequest(`You have already used the promo code ${promo.code}.`);
}

export function discounted(promo: PromoCode | null, price: number, currency: string): number {
  if (!promo) return price;
  const off =
    promo.promoType === "percentage"
      ? Math.round((price * promo.amountOff) / 100)
      : toMinor(promo.amountOff, currency);
  return Math.max(0, price - off);
}

function sameCode(a: string, b: string): boolean {
  return a.toLowerCase() === b.trim().toLowerCase();
}
