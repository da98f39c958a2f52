import { isValid } from "#tests/sandbox/world/access.ts";
import type { Company, Member, User } from "#tests/sandbox/world/entities.ts";
import { toMajor } from "#tests/sandbox/world/money.ts";
import type { World } from "#tests/sandbox/world/world.ts";

export function userShape(user: User) {
  return {
    id: user.id,
    username: user.username,
    name: user.name,
    bio: user.bio,
    created_at: user.createdAt,
    profile_picture: null,
    balance: null,
    balance_history: null,
    earnings_usd: null,
    verification: { individual: null, business: null },
    whop_partner_enabled_at: null,
  };
}

/** The user inside another object. The address is null for an app that may not read it. */
export function userRef(world: World, userId: string) {
  const user = world.users.get(userId);
  return {
    id: user.id,
    username: user.username,
    name: user.name,
    email: world.allows("member:email:read") ? user.email : null,
  };
}

export function publicUserRef(world: World, userId: string) {
  const user = world.users.get(userId);
  return { id: user.id, username: user.username, name: user.name };
}

export function companyRef(world: World, companyId: string) {
  const company = world.companies.get(companyId);
  return { id: company.id, title: company.title };
}

export function routedCompanyRef(world: World, companyId: string) {
  const company = world.companies.get(companyId);
  return { id: company.id, route: company.route, title: company.title };
}

export function companyShape(world: World, company: Company) {
  return {
    id: company.id,
    title: company.title,
    route: company.route,
    description: company.description,
    logo: null,
    owner_user: publicUserRef(world, company.ownerUserId),
    member_count: memberCount(world, (membership) => membership.companyId === company.id),
    metadata: null,
    verified: company.verified,
    affiliate_instructions: null,
    featured_affiliate_product: null,
    published_reviews_count: 0,
    send_customer_emails: true,
    social_links: [],
    target_audience: null,
    created_at: company.createdAt,
    updated_at: company.createdAt,
  };
}

export function memberCount(
  world: World,
  test: (membership: { companyId: string; productId: string; planId: string }) => boolean,
): number {
  const users = new Set<string>();
  for (const membership of world.memberships.all())
    if (isValid(membership) && test(membership)) users.add(membership.userId);
  return users.size;
}

export function memberShape(world: World, member: Member, flat: boolean) {
  const spent = world.payments
    .where((payment) => payment.memberId === member.id && payment.status === "paid")
    .reduce((sum, payment) => sum + toMajor(payment.total - payment.refundedAmount, payment.currency), 0);
  const valid = world.memberships.first((row) => row.memberId === member.id && isValid(row)) !== null;
  const onTeam = world.team.first(
    (row) => row.companyId === member.companyId && row.userId === member.userId,
  );
  return {
    id: member.id,
    access_level: onTeam ? "admin" : valid ? "customer" : "no_access",
    status: valid || onTeam ? "joined" : "left",
    company_token_balance: 0,
    joined_at: member.createdAt,
    created_at: member.createdAt,
    updated_at: member.updatedAt,
    most_recent_action: valid ? (spent > 0 ? "paid_subscriber" : "joined") : "churned",
    most_recent_action_at: member.updatedAt,
    phone: null,
    usd_total_spent: Number(spent.toFixed(2)),
    user: userRef(world, member.userId),
    ...(flat
      ? { account: routedCompanyRef(world, member.companyId), user_id: member.userId }
      : { company: routedCompanyRef(world, member.companyId) }),
  };
}
