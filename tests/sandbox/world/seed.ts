import type { Community, SeedMembership, SeedPayment } from "#db/seed/community.ts";
import { buildCommunity, COMMUNITY } from "#db/seed/community.ts";
import type { Membership, Metadata, Payment } from "./entities.ts";
import type { World } from "./world.ts";

/** Until the app has signed it; only the app knows how. */
const UNSIGNED = "unsigned";

const iso = (at: Date | null) => (at === null ? null : at.toISOString());

export function seedWorld(world: World, now: Date): void {
  const community = buildCommunity({ now, sign: () => UNSIGNED });
  seedPeople(world, community);
  seedCatalog(world, community);
  for (const row of community.memberships) world.memberships.put(membershipOf(row));
  for (const row of community.memberships) {
    const at = row.createdAt.toISOString();
    const member = { id: row.memberId, companyId: COMMUNITY.companyId, userId: row.userId };
    world.members.put({ ...member, createdAt: at, updatedAt: row.updatedAt.toISOString() });
  }
  for (const row of community.payments) world.payments.put(paymentOf(row));
  seedReversals(world, community);
  world.personas = personasOf(world);
  applySignedMetadata(world);
}

/** Puts what the app signed onto the configurations, and onto everything that was bought through them. */
export function applySignedMetadata(world: World): void {
  for (const row of world.checkoutConfigurations.all())
    row.metadata = world.signedMetadata[row.id] ?? row.metadata;
  for (const row of [...world.memberships.all(), ...world.payments.all()])
    row.metadata = world.signedMetadata[row.checkoutConfigurationId ?? ""] ?? row.metadata;
}

function seedPeople(world: World, community: Community): void {
  for (const { createdAt, ...user } of community.users)
    world.users.put({ ...user, bio: null, createdAt: createdAt.toISOString() });
  const { createdAt, ...company } = community.company;
  world.companies.put({ ...company, verified: true, installed: true, createdAt: createdAt.toISOString() });
  for (const row of community.team)
    world.team.put({ ...row, companyId: company.id, createdAt: createdAt.toISOString() });
}

function seedCatalog(world: World, community: Community): void {
  const companyId = community.company.id;
  const createdAt = community.company.createdAt.toISOString();
  world.products.put({ ...community.product, companyId, visibility: "visible", metadata: null, createdAt });
  for (const plan of community.plans)
    world.plans.put({
      ...plan,
      companyId,
      productId: community.product.id,
      description: null,
      expirationDays: null,
      visibility: "visible",
      releaseMethod: "buy_now",
      stock: null,
      metadata: null,
      internalNotes: null,
      createdAt,
      updatedAt: createdAt,
    });
  world.experiences.put({
    ...community.experience,
    companyId,
    productIds: [community.product.id],
    isPublic: false,
    createdAt,
  });
  for (const link of community.links)
    world.checkoutConfigurations.put({
      id: link.checkoutConfigurationId,
      companyId,
      planId: link.planId,
      mode: "payment",
      metadata: asMetadata(link.metadata),
      redirectUrl: null,
      affiliateCode: null,
      createdAt: link.createdAt.toISOString(),
      updatedAt: link.createdAt.toISOString(),
    });
}

function asMetadata(metadata: Record<string, string> | null): Metadata | null {
  return metadata === null ? null : { ...metadata };
}

function membershipOf(row: SeedMembership): Membership {
  return {
    ...row,
    companyId: COMMUNITY.companyId,
    productId: COMMUNITY.productId,
    currency: "usd",
    canceledAt: iso(row.canceledAt),
    periodStart: iso(row.periodStart),
    periodEnd: iso(row.periodEnd),
    collectionPaused: false,
    promoCodeId: null,
    metadata: asMetadata(row.metadata),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

function paymentOf(row: SeedPayment): Payment {
  return {
    ...row,
    companyId: COMMUNITY.companyId,
    productId: COMMUNITY.productId,
    status: "paid",
    subtotal: row.total,
    taxAmount: 0,
    promoCodeId: null,
    failureMessage: null,
    metadata: asMetadata(row.metadata),
    paidAt: iso(row.paidAt),
    refundedAt: iso(row.refundedAt),
    createdAt: row.paidAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

function seedReversals(world: World, community: Community): void {
  const companyId = community.company.id;
  for (const { createdAt, ...refund } of community.refunds) {
    const at = createdAt.toISOString();
    world.refunds.put({ ...refund, companyId, createdAt: at, updatedAt: at });
  }
  for (const { createdAt, needsResponseBy, ...dispute } of community.disputes) {
    const at = createdAt.toISOString();
    const respondBy = needsResponseBy.toISOString();
    world.disputes.put({
      ...dispute,
      companyId,
      inquiry: false,
      needsResponseBy: respondBy,
      createdAt: at,
      updatedAt: at,
    });
  }
}

function personasOf(world: World): World["personas"] {
  const { owner, moderator, members, newcomer } = COMMUNITY.personas;
  const named = (key: string, role: string, userId: string) => ({
    key,
    label: `${world.users.get(userId).name} · ${role}`,
    userId,
  });
  return [
    named("owner", "owner", owner),
    named("moderator", "moderator", moderator),
    ...members.map((userId, index) => named(`member-${index + 1}`, "member", userId)),
    named("newcomer", "newcomer", newcomer),
    { key: "stranger", label: "Stranger · not signed in", userId: null },
  ];
}
