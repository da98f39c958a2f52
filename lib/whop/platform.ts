import { sentenceOf, type Told } from "../core/said.ts";
import type { Circuit } from "./breaker.ts";

/**
 * What we use of Whop, and nothing more. Implemented by sdk.ts; every argument and answer is ours, so a
 * new version of Whop's SDK changes one file. Calls that change something are made by jobs only.
 */
export type WhopPlatform = {
  /** Whether calls go out. Nothing is worth beginning that needs Whop while they do not. */
  circuit(): Circuit;
  getUser(userId: string): Promise<WhopUser>;
  checkAccess(userId: string, resourceId: string): Promise<WhopAccess>;
  getCompany(companyId: string): Promise<WhopCompany>;
  getExperience(experienceId: string): Promise<WhopExperience>;
  listPlans(companyId: string): AsyncIterable<WhopPlan>;
  listProducts(companyId: string): AsyncIterable<WhopProduct>;
  /** Raw membership objects in the shape of the pinned version; lib/whop/normalise.ts reads them. */
  listMemberships(query: MembershipQuery): AsyncIterable<unknown>;
  getMembership(membershipId: string): Promise<unknown>;
  /** Raw objects, like those of listMemberships. Of these three only payments can be asked for by their last change. */
  listPayments(query: PaymentQuery): AsyncIterable<unknown>;
  listRefunds(query: CreatedQuery): AsyncIterable<unknown>;
  listDisputes(query: CreatedQuery): AsyncIterable<unknown>;
  /** The app's own webhooks, which Whop lets us see only with a permission of its own. */
  listWebhooks(): AsyncIterable<WhopWebhook>;
  /** `timeoutMs` is for a visitor who waits; a job leaves it out. */
  createCheckout(input: CheckoutInput, options?: { timeoutMs?: number }): Promise<WhopCheckout>;
  createPromoCode(input: PromoCodeInput): Promise<WhopPromoCode>;
  /** Finds a code by its text in a company; null when it is not taken there. Whop cannot search by text, so say since when. */
  findPromoCode(companyId: string, code: string, createdAfter?: Date): Promise<WhopPromoCode | null>;
  getPromoCode(promoCodeId: string): Promise<WhopPromoCode>;
  archivePromoCode(promoCodeId: string): Promise<void>;
  /** What Whop and its partners took of a payment. */
  listPaymentFees(paymentId: string): AsyncIterable<WhopFee>;
  /** Adds days to a membership's paid period. Takes no idempotency key that Whop guarantees. */
  addFreeDays(membershipId: string, days: number, idempotencyKey: string): Promise<unknown>;
  /** Moves money from the company's balance to a user's. Whop makes one transfer for each `onceKey`. */
  createTransfer(input: TransferInput): Promise<WhopTransfer>;
  /** What a company has sent, newest first. */
  listTransfers(query: TransferQuery): AsyncIterable<WhopTransfer>;
  /** Tells members, or the team, something on their devices. Whop sends it later, and never says to whom it came. */
  createNotification(input: NotificationInput): Promise<void>;
};

export type WhopUser = {
  userId: string;
  username: string | null;
  name: string | null;
  avatarUrl: string | null;
};

export type WhopAccess = { hasAccess: boolean; accessLevel: "admin" | "customer" | "no_access" };

export type WhopCompany = {
  companyId: string;
  title: string;
  route: string | null;
  logoUrl: string | null;
  ownerUserId: string | null;
  memberCount: number | null;
};

export type WhopExperience = { experienceId: string; name: string; companyId: string };

export type WhopProduct = { productId: string; title: string; route: string | null };

export type WhopPlan = {
  planId: string;
  productId: string;
  title: string | null;
  planType: string;
  billingPeriodDays: number | null;
  trialPeriodDays: number | null;
  initialPrice: number;
  renewalPrice: number;
  currency: string;
  isVisible: boolean;
  purchaseUrl: string | null;
};

export type MembershipQuery = {
  companyId: string;
  userId?: string;
  productId?: string;
  createdAfter?: Date | undefined;
};

export type PaymentQuery = { companyId: string; updatedAfter?: Date | undefined };

export type CreatedQuery = { companyId: string; createdAfter?: Date | undefined };

export type WhopWebhook = { url: string; isEnabled: boolean; events: string[] };

export type CheckoutInput = {
  companyId: string;
  planId: string;
  metadata: Record<string, string>;
  /** https only; left out in development. */
  redirectUrl?: string;
  idempotencyKey: string;
};

export type WhopCheckout = { checkoutId: string; planId: string; purchaseUrl: string };

export type PromoCodeInput = {
  companyId: string;
  code: string;
  kind: "percentage" | "flat_amount";
  /** 20 means 20 %, or 20 major units of the currency. */
  amountOff: number;
  currency: string;
  productId?: string;
  planIds?: string[];
  durationMonths: number;
  /** How often it can be used; null is without limit. */
  stock: number | null;
  newUsersOnly: boolean;
  expiresAt?: Date;
  idempotencyKey: string;
};

export type WhopPromoCode = {
  promoCodeId: string;
  code: string;
  companyId: string | null;
  status: string;
  uses: number;
  kind: string;
  /** As Whop reads it back: newer versions give a percentage as a fraction. */
  amountOff: number;
  productId: string | null;
};

export type TransferInput = {
  companyId: string;
  destinationUserId: string;
  amountMinor: bigint;
  currency: string;
  /** Names what is paid, whatever happens to the call: Whop's `idempotence_key`. */
  onceKey: string;
  /** Names this request, so that Whop repeats its answer: the header Idempotency-Key. */
  idempotencyKey: string;
  metadata: Record<string, string>;
  notes: string;
};

export type TransferQuery = { companyId: string; createdAfter: Date };

export type WhopTransfer = {
  transferId: string;
  /** Null where Whop's number is no amount of its currency. */
  amountMinor: bigint | null;
  currency: string;
  metadata: Record<string, unknown>;
};

export type NotificationInput = {
  /** These of whoever has access to an experience, or a company's whole team. */
  to: { experienceId: string; whopUserIds: readonly string[] } | { teamOf: string };
  title: string;
  content: string;
  /** What of the app it opens, such as /rewards. */
  restPath: string;
  idempotencyKey: string;
};

/** `amount` in major units; `type` is Whop's word for where it went. */
export type WhopFee = { type: string; amount: number; currency: string };

/** How a call to Whop ended when it did not end well; jobs decide by `kind`, never by status. */
export type WhopFailureKind =
  | "not_found"
  | "permission_missing"
  | "unauthorized"
  | "rejected"
  | "conflict"
  | "rate_limited"
  /** Nothing is known of whether it was applied: time-out, reset, 5xx, unreadable answer. */
  | "unknown"
  /** Not sent at all: the circuit is open or the bucket is empty. */
  | "not_sent";

const brand = Symbol.for("referly.WhopError");

export class WhopError extends Error {
  readonly [brand] = true;
  /** Its message, for readers of any language. */
  readonly told: Told;
  readonly kind: WhopFailureKind;
  readonly operation: string;
  readonly status: number | null;
  /** The permission Whop says is missing, when it says so. */
  readonly permission: string | null;
  readonly retryAfterMs: number | null;

  constructor(
    kind: WhopFailureKind,
    operation: string,
    told: Told,
    more: { status?: number; permission?: string; retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(sentenceOf(told), more.cause === undefined ? undefined : { cause: more.cause });
    this.name = "WhopError";
    this.told = told;
    this.kind = kind;
    this.operation = operation;
    this.status = more.status ?? null;
    this.permission = more.permission ?? null;
    this.retryAfterMs = more.retryAfterMs ?? null;
  }

  /** Pages are bundled apart from the server they run in, so this class exists twice there; the brand is common. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && brand in value;
  }
}
