import { badRequest, notFound } from "#tests/sandbox/http/errors.ts";
import type { CheckoutConfiguration, Plan } from "#tests/sandbox/world/entities.ts";
import type { World } from "#tests/sandbox/world/world.ts";

export type CheckoutTarget = { plan: Plan; configuration: CheckoutConfiguration | null };

/** The code that a purchase URL brings along. */
export function promoCodeIn(purchaseUrl: string): string | null {
  return URL.parse(purchaseUrl, "http://sandbox")?.searchParams.get("promoCode") || null;
}

/** What a purchase URL stands for. Without a session it is a plain sale that carries no metadata. */
export function readPurchaseUrl(world: World, purchaseUrl: string): CheckoutTarget {
  if (!URL.canParse(purchaseUrl, "http://sandbox")) throw badRequest(`${purchaseUrl} is not a URL.`);
  const url = new URL(purchaseUrl, "http://sandbox");
  const match = /^\/checkout\/([^/]+)\/?$/.exec(url.pathname);
  if (!match?.[1]) throw badRequest(`${purchaseUrl} is not a checkout URL (/checkout/{plan}/?session=…).`);
  return checkoutTarget(world, match[1], url.searchParams.get("session"));
}

export function checkoutTarget(world: World, planId: string, session: string | null): CheckoutTarget {
  const plan = world.plans.get(planId);
  if (plan.visibility === "archived") throw notFound(`Plan ${planId}`);
  if (!session) return { plan, configuration: null };
  const configuration = world.checkoutConfigurations.get(session);
  if (configuration.planId !== plan.id) throw badRequest("This checkout session belongs to another plan.");
  return { plan, configuration };
}
