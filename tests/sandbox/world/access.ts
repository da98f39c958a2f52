import type { Membership, MembershipStatus } from "./entities.ts";
import type { World } from "./world.ts";

const VALID: readonly MembershipStatus[] = ["trialing", "active", "completed", "past_due", "canceling"];

export function isValid(membership: Membership): boolean {
  return VALID.includes(membership.status);
}

type Access = { has_access: boolean; access_level: "customer" | "admin" | "no_access" };

const ADMIN: Access = { has_access: true, access_level: "admin" };
const CUSTOMER: Access = { has_access: true, access_level: "customer" };
const NONE: Access = { has_access: false, access_level: "no_access" };

/** Whop's access check: any team role is admin; a customer holds a valid membership of a product that opens the resource. */
export function accessOf(world: World, userId: string, resourceId: string): Access {
  if (resourceId.startsWith("biz_")) {
    const company = world.companies.get(resourceId);
    return decide(world, userId, company.id, null);
  }
  if (resourceId.startsWith("prod_")) {
    const product = world.products.get(resourceId);
    return decide(world, userId, product.companyId, [product.id]);
  }
  const experience = world.experiences.get(resourceId);
  return experience.isPublic
    ? orElse(decide(world, userId, experience.companyId, experience.productIds), CUSTOMER)
    : decide(world, userId, experience.companyId, experience.productIds);
}

function decide(world: World, userId: string, companyId: string, productIds: string[] | null): Access {
  const onTeam = world.team.first((row) => row.companyId === companyId && row.userId === userId);
  if (onTeam) return ADMIN;
  const membership = world.memberships.first(
    (row) =>
      row.userId === userId &&
      row.companyId === companyId &&
      (productIds === null || productIds.includes(row.productId)) &&
      isValid(row),
  );
  return membership ? CUSTOMER : NONE;
}

function orElse(access: Access, fallback: Access): Access {
  return access.has_access ? access : fallback;
}
