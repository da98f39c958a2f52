import { buildBooks } from "./community-books.ts";
import { whopId } from "./community-ids.ts";
import { cardFor, emailFor, linksOf } from "./community-parts.ts";
import { PEOPLE } from "./community-people.ts";

const DAY_MS = 86_400_000;

const userId = (key: string) => whopId("user", key);

/** Ids that scripts, tests and the host page know by heart. */
export const COMMUNITY = {
  companyId: whopId("biz", "studio-north"),
  companyRoute: "studio-north",
  companyTitle: "Studio North",
  productId: whopId("prod", "membership"),
  experienceId: whopId("exp", "referrals"),
  planIds: { monthly: whopId("plan", "monthly"), lifetime: whopId("plan", "lifetime") },
  personas: {
    owner: userId("nora"),
    moderator: userId("sam"),
    /** Maya has not referred anybody yet; Jonas is one short of the first milestone; Aisha has no username and leads. */
    members: [userId("maya"), userId("jonas"), userId("aisha")],
    newcomer: userId("leo"),
    /** Not signed in: no account at all. */
    stranger: null,
  },
} as const;

export type SeedCard = {
  paymentMethodId: string;
  brand: string;
  last4: string;
  expMonth: number;
  expYear: number;
};

export type SeedUser = {
  id: string;
  name: string;
  username: string | null;
  email: string;
  card: SeedCard;
  createdAt: Date;
};

export type SeedPlan = {
  id: string;
  title: string;
  planType: "renewal" | "one_time";
  currency: "usd";
  /** Minor units, like every amount here. */
  initialPrice: number;
  renewalPrice: number;
  billingPeriod: number | null;
  trialPeriodDays: number | null;
};

/** What a checkout through a member's link carries. */
export type ReferlyMetadata = { referly: "1"; rl: string; rs: string };

export type SeedLink = {
  /** The id of the row in referral_codes. */
  id: string;
  code: string;
  userId: string;
  planId: string;
  checkoutConfigurationId: string;
  metadata: ReferlyMetadata;
  createdAt: Date;
};

export type SeedMembership = {
  id: string;
  memberId: string;
  userId: string;
  planId: string;
  status: "active" | "trialing" | "completed" | "canceled";
  cancelAtPeriodEnd: boolean;
  canceledAt: Date | null;
  periodStart: Date;
  periodEnd: Date | null;
  checkoutConfigurationId: string | null;
  metadata: ReferlyMetadata | null;
  createdAt: Date;
  updatedAt: Date;
};

export type SeedPayment = {
  id: string;
  userId: string;
  memberId: string;
  membershipId: string;
  planId: string;
  substatus: "succeeded" | "refunded" | "partially_refunded" | "dispute_needs_response";
  billingReason: "subscription_create" | "subscription_cycle" | "one_time";
  currency: "usd";
  total: number;
  refundedAmount: number;
  checkoutConfigurationId: string | null;
  metadata: ReferlyMetadata | null;
  card: SeedCard;
  paidAt: Date;
  refundedAt: Date | null;
  updatedAt: Date;
};

export type SeedRefund = {
  id: string;
  paymentId: string;
  userId: string;
  amount: number;
  currency: "usd";
  status: "succeeded";
  createdAt: Date;
};

export type SeedDispute = {
  id: string;
  paymentId: string;
  amount: number;
  currency: "usd";
  status: "needs_response";
  reason: string;
  needsResponseBy: Date;
  createdAt: Date;
};

/** X brought Y: what the app would have concluded from the checkout's metadata. */
export type SeedReferral = {
  referrerUserId: string;
  referredUserId: string;
  linkId: string;
  membershipId: string;
  firstPaymentId: string;
  convertedAt: Date;
  /** A full refund or an ended trial takes the credit back. */
  status: "pending" | "converted" | "cancelled";
  cancelledAt: Date | null;
};

export type Community = {
  day: Date;
  company: {
    id: string;
    title: string;
    route: string;
    description: string;
    ownerUserId: string;
    createdAt: Date;
  };
  product: { id: string; title: string; route: string; headline: string; description: string };
  plans: SeedPlan[];
  experience: { id: string; name: string };
  users: SeedUser[];
  team: { id: string; userId: string; role: "owner" | "moderator" }[];
  links: SeedLink[];
  memberships: SeedMembership[];
  payments: SeedPayment[];
  refunds: SeedRefund[];
  disputes: SeedDispute[];
  referrals: SeedReferral[];
};

/** Signs what a checkout carries: the id of the link's row and the plan. Only the app knows how. */
export type SignReference = (codeId: string, planId: string) => string;

const STAFF = [
  { key: "nora", name: "Nora Lindqvist", username: "noralindqvist", daysAgo: 120 },
  { key: "sam", name: "Sam Okafor", username: "samokafor", daysAgo: 110 },
  { key: "leo", name: "Leo Martins", username: "leomartins", daysAgo: 1 },
];

/** The same community in every run of a day: on Whop's side and, through its links and referrals, on ours. */
export function buildCommunity({ now, sign }: { now: Date; sign: SignReference }): Community {
  const day = new Date(Math.floor(now.getTime() / DAY_MS) * DAY_MS);
  const daysAgo = (days: number) => new Date(day.getTime() - days * DAY_MS);
  const users = [...STAFF, ...PEOPLE].map((person) => ({
    id: userId(person.key),
    name: person.name,
    username: person.username,
    email: emailFor(person.name),
    card: cardFor("cardOf" in person && person.cardOf ? person.cardOf : person.key),
    createdAt: daysAgo(person.daysAgo),
  }));
  const links = linksOf(COMMUNITY.planIds.monthly, day, sign);
  return {
    day,
    company: {
      id: COMMUNITY.companyId,
      title: COMMUNITY.companyTitle,
      route: COMMUNITY.companyRoute,
      description: "Critique, briefs and quiet co-working for independent designers.",
      ownerUserId: COMMUNITY.personas.owner,
      createdAt: daysAgo(120),
    },
    product: {
      id: COMMUNITY.productId,
      title: "Studio North Membership",
      route: "studio-north-membership",
      headline: "A studio for people who work alone",
      description: "Weekly critique, a brief every Monday, a library of contracts, and people who answer.",
    },
    plans: plans(),
    experience: { id: COMMUNITY.experienceId, name: "Bring a friend" },
    users,
    team: [
      { id: whopId("ausr", "nora"), userId: COMMUNITY.personas.owner, role: "owner" },
      { id: whopId("ausr", "sam"), userId: COMMUNITY.personas.moderator, role: "moderator" },
    ],
    links,
    ...buildBooks({ day, links, plans: COMMUNITY.planIds }),
  };
}

function plans(): SeedPlan[] {
  return [
    {
      id: COMMUNITY.planIds.monthly,
      title: "Monthly",
      planType: "renewal",
      currency: "usd",
      initialPrice: 2_900,
      renewalPrice: 2_900,
      billingPeriod: 30,
      trialPeriodDays: 7,
    },
    {
      id: COMMUNITY.planIds.lifetime,
      title: "Lifetime",
      planType: "one_time",
      currency: "usd",
      initialPrice: 24_900,
      renewalPrice: 0,
      billingPeriod: null,
      trialPeriodDays: null,
    },
  ];
}
