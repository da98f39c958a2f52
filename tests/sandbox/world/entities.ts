/** Whop's objects as the sandbox keeps them: money in minor units, instants as ISO strings. Shapes for the wire are in shape/. */
export type Metadata = Record<string, unknown>;

export type Company = {
  id: string;
  title: string;
  route: string;
  description: string;
  ownerUserId: string;
  verified: boolean;
  installed: boolean;
  createdAt: string;
};

export type Card = {
  paymentMethodId: string;
  brand: string;
  last4: string;
  expMonth: number;
  expYear: number;
};

export type User = {
  id: string;
  username: string | null;
  name: string;
  email: string;
  bio: string | null;
  card: Card;
  createdAt: string;
};

type Role = "owner" | "admin" | "moderator" | "manager" | "support";
export type TeamMember = { id: string; companyId: string; userId: string; role: Role; createdAt: string };

type Visibility = "visible" | "hidden" | "archived" | "quick_link";

export type Product = {
  id: string;
  companyId: string;
  title: string;
  route: string;
  headline: string;
  description: string;
  visibility: Visibility;
  metadata: Metadata | null;
  createdAt: string;
};

export type Plan = {
  id: string;
  companyId: string;
  productId: string;
  title: string;
  description: string | null;
  planType: "renewal" | "one_time";
  currency: string;
  initialPrice: number;
  renewalPrice: number;
  billingPeriod: number | null;
  trialPeriodDays: number | null;
  expirationDays: number | null;
  visibility: Visibility;
  releaseMethod: "buy_now" | "waitlist";
  stock: number | null;
  metadata: Metadata | null;
  internalNotes: string | null;
  createdAt: string;
  updatedAt: string;
};

export type Experience = {
  id: string;
  companyId: string;
  name: string;
  productIds: string[];
  isPublic: boolean;
  createdAt: string;
};

export type MembershipStatus =
  | "trialing"
  | "active"
  | "past_due"
  | "completed"
  | "canceled"
  | "expired"
  | "drafted"
  | "canceling";

export type Membership = {
  id: string;
  companyId: string;
  userId: string;
  memberId: string;
  planId: string;
  productId: string;
  status: MembershipStatus;
  currency: string;
  periodStart: string | null;
  periodEnd: string | null;
  cancelAtPeriodEnd: boolean;
  canceledAt: string | null;
  collectionPaused: boolean;
  promoCodeId: string | null;
  checkoutConfigurationId: string | null;
  metadata: Metadata | null;
  createdAt: string;
  updatedAt: string;
};

export type Member = { id: string; companyId: string; userId: string; createdAt: string; updatedAt: string };

export type BillingReason = "subscription_create" | "subscription_cycle" | "one_time";

export type Payment = {
  id: string;
  companyId: string;
  userId: string;
  memberId: string | null;
  membershipId: string | null;
  planId: string;
  productId: string;
  status: "open" | "paid" | "pending" | "uncollectible" | "void";
  substatus: string;
  billingReason: BillingReason;
  currency: string;
  subtotal: number;
  taxAmount: number;
  total: number;
  refundedAmount: number;
  promoCodeId: string | null;
  checkoutConfigurationId: string | null;
  metadata: Metadata | null;
  card: Card;
  failureMessage: string | null;
  paidAt: string | null;
  refundedAt: string | null;
  createdAt: string;
  updatedAt: string;
};

export type Refund = {
  id: string;
  companyId: string;
  paymentId: string;
  userId: string;
  amount: number;
  currency: string;
  status: "pending" | "succeeded" | "failed";
  createdAt: string;
  updatedAt: string;
};

export type DisputeStatus = "needs_response" | "under_review" | "won" | "lost" | "closed";

export type Dispute = {
  id: string;
  companyId: string;
  paymentId: string;
  amount: number;
  currency: string;
  status: DisputeStatus;
  inquiry: boolean;
  reason: string;
  needsResponseBy: string | null;
  createdAt: string;
  updatedAt: string;
};

export type PromoCode = {
  id: string;
  companyId: string;
  code: string;
  promoType: "percentage" | "flat_amount";
  /** 20 is 20 % when percentage, 10.00 is ten units of the currency when flat_amount: as Whop's create call takes it. */
  amountOff: number;
  currency: string;
  durationMonths: number;
  newUsersOnly: boolean;
  churnedUsersOnly: boolean;
  existingMembershipsOnly: boolean;
  onePerCustomer: boolean;
  productId: string | null;
  planIds: string[];
  stock: number;
  unlimitedStock: boolean;
  uses: number;
  status: "active" | "inactive" | "archived";
  expiresAt: string | null;
  createdAt: string;
};

export type CheckoutConfiguration = {
  id: string;
  companyId: string;
  planId: string;
  mode: "payment" | "setup";
  metadata: Metadata | null;
  redirectUrl: string | null;
  affiliateCode: string | null;
  createdAt: string;
  updatedAt: string;
};

export type Transfer = {
  id: string;
  companyId: string;
  amount: number;
  currency: string;
  originId: string;
  destinationId: string;
  idempotenceKey: string | null;
  metadata: Metadata | null;
  notes: string | null;
  createdAt: string;
};

export type Notification = {
  id: string;
  companyId: string;
  experienceId: string | null;
  title: string;
  subtitle: string | null;
  content: string;
  restPath: string | null;
  userIds: string[] | null;
  createdAt: string;
};

export type WebhookEndpoint = {
  id: string;
  resourceId: string;
  url: string;
  /** Null means every type. */
  events: string[] | null;
  enabled: boolean;
  /** Null for the app's own webhook, which is signed with the secrets the sandbox was started with. */
  secret: string | null;
  createdAt: string;
};

export type Affiliate = {
  id: string;
  companyId: string;
  userId: string;
  status: "active" | "archived";
  createdAt: string;
  updatedAt: string;
};
