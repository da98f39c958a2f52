import { randomInt } from "node:crypto";
import { badRequest } from "#tests/sandbox/http/errors.ts";
import type { Card, Company, Experience, Member, Membership, Plan, User } from "./entities.ts";
import { newId } from "./ids.ts";
import type { World } from "./world.ts";

const BRANDS = ["visa", "mastercard", "amex"] as const;
/** A member who was there before the script began. */
const MEMBER_SINCE_MS = 45 * 86_400_000;

type KnownCard = {
  paymentMethodId?: string | undefined;
  brand?: string | undefined;
  last4?: string | undefined;
};

/** What is not known of a card is made up, so that no two people share one by accident. */
export function newCard(known: KnownCard = {}): Card {
  return {
    paymentMethodId: known.paymentMethodId ?? newId("pmt"),
    brand: known.brand ?? BRANDS[randomInt(BRANDS.length)] ?? "visa",
    last4: known.last4 ?? String(randomInt(10_000)).padStart(4, "0"),
    expMonth: 1 + randomInt(12),
    expYear: 2029,
  };
}

export type NewUser = {
  name: string;
  email: string;
  username: string | null;
  card?: KnownCard | undefined;
  id?: string | undefined;
};

export function addUser(world: World, input: NewUser): User {
  if (input.username !== null && world.users.first((row) => row.username === input.username))
    throw badRequest(`The username ${input.username} is taken.`);
  return world.users.put({
    id: input.id ?? newId("user"),
    username: input.username,
    name: input.name,
    email: input.email,
    bio: null,
    card: newCard(input.card),
    createdAt: world.clock.iso(),
  });
}

export function ensureMember(world: World, companyId: string, userId: string, at: string): Member {
  const known = world.members.first((row) => row.companyId === companyId && row.userId === userId);
  return known ?? world.members.put({ id: newId("mber"), companyId, userId, createdAt: at, updatedAt: at });
}

/** Makes somebody a member of the community behind an experience, as if they had joined long ago; nothing is announced. */
export function joinQuietly(world: World, user: User, experience: Experience): Membership {
  const productId = experience.productIds[0];
  const plan = world.plans.first((row) => row.productId === productId && row.visibility !== "archived");
  if (!plan) throw badRequest(`Nothing is sold that opens ${experience.id}.`);
  const at = new Date(world.clock.now().getTime() - MEMBER_SINCE_MS).toISOString();
  if (user.createdAt > at) user.createdAt = at;
  return world.memberships.put({
    id: newId("mem"),
    companyId: experience.companyId,
    userId: user.id,
    memberId: ensureMember(world, experience.companyId, user.id, at).id,
    planId: plan.id,
    productId: plan.productId,
    status: plan.planType === "one_time" ? "completed" : "active",
    currency: plan.currency,
    periodStart: at,
    periodEnd:
      plan.planType === "one_time"
        ? null
        : new Date(world.clock.now().getTime() + MEMBER_SINCE_MS).toISOString(),
    cancelAtPeriodEnd: false,
    canceledAt: null,
    collectionPaused: false,
    promoCodeId: null,
    checkoutConfigurationId: null,
    metadata: null,
    createdAt: at,
    updatedAt: at,
  });
}

export type NewCompany = { company: Company; experience: Experience; plans: Plan[]; owner: User };

/** Another community with everything an app needs of one: for scripts that need a neighbour. */
export function addCompany(world: World, title: string, route: string): NewCompany {
  if (world.companies.first((row) => row.route === route)) throw badRequest(`The route ${route} is taken.`);
  const now = world.clock.iso();
  const owner = addUser(world, { name: `${title} Owner`, email: `owner@${route}.test`, username: null });
  const company = world.companies.put({
    id: newId("biz"),
    title,
    route,
    description: title,
    ownerUserId: owner.id,
    verified: false,
    installed: true,
    createdAt: now,
  });
  world.team.put({
    id: newId("ausr"),
    companyId: company.id,
    userId: owner.id,
    role: "owner",
    createdAt: now,
  });
  const product = world.products.put({
    id: newId("prod"),
    companyId: company.id,
    title,
    route: `${route}-access`,
    headline: title,
    description: title,
    visibility: "visible",
    metadata: null,
    createdAt: now,
  });
  const plan = (
    values: Pick<Plan, "title" | "planType" | "initialPrice" | "renewalPrice" | "billingPeriod">,
  ) =>
    world.plans.put({
      id: newId("plan"),
      companyId: company.id,
      productId: product.id,
      description: null,
      currency: "usd",
      trialPeriodDays: null,
      expirationDays: null,
      visibility: "visible",
      releaseMethod: "buy_now",
      stock: null,
      metadata: null,
      internalNotes: null,
      createdAt: now,
      updatedAt: now,
      ...values,
    });
  const plans = [
    plan({
      title: "Monthly",
      planType: "renewal",
      initialPrice: 2_000,
      renewalPrice: 2_000,
      billingPeriod: 30,
    }),
    plan({
      title: "Lifetime",
      planType: "one_time",
      initialPrice: 19_900,
      renewalPrice: 0,
      billingPeriod: null,
    }),
  ];
  const experience = world.experiences.put({
    id: newId("exp"),
    companyId: company.id,
    name: "Referrals",
    productIds: [product.id],
    isPublic: false,
    createdAt: now,
  });
  return { company, experience, plans, owner };
}
