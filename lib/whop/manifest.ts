import { z } from "zod";
import config from "#whop.config.json" with { type: "json" };
import { type Code, isCode, type Said, say } from "../core/said.ts";
import type { WhopPlatform } from "./platform.ts";

export const Manifest = z.strictObject({
  app: z.strictObject({ name: z.string().min(1), description: z.string().min(1).max(200) }),
  views: z.strictObject({
    experience: z.string().regex(/^\/\S*\[experienceId\]/, "must contain [experienceId]"),
    dashboard: z.string().regex(/^\/\S*\[companyId\]/, "must contain [companyId]"),
    discover: z.string().startsWith("/"),
  }),
  permissions: z.array(
    z.strictObject({
      name: z.string().regex(/^[a-z_]+(:[a-z_]+)+$/, "is not a permission of Whop"),
      /** What the owner of a community reads when asked to grant it. */
      reason: z.string().min(40).max(200),
      required: z.boolean(),
    }),
  ),
  webhooks: z.strictObject({ events: z.array(z.string().regex(/^[a-z_]+\.[a-z_]+$/)) }),
});
export type Manifest = z.infer<typeof Manifest>;

/** The app as it is registered at Whop: its views, permissions and webhook events. */
export const manifest: Manifest = Manifest.parse(config);

export type WhopOperation = Exclude<keyof WhopPlatform, "circuit">;

/** What Whop requires for each call we make, from the SDK's own documentation of version 2026-07-20. */
export const operationPermissions = {
  getUser: [],
  checkAccess: [],
  getCompany: ["company:basic:read"],
  getExperience: [],
  listPlans: ["plan:basic:read"],
  listProducts: ["access_pass:basic:read"],
  listMemberships: ["member:basic:read", "member:email:read"],
  getMembership: ["member:basic:read", "member:email:read"],
  listPayments: [
    "payment:basic:read",
    "plan:basic:read",
    "access_pass:basic:read",
    "member:email:read",
    "member:basic:read",
    "member:phone:read",
    "promo_code:basic:read",
  ],
  listPaymentFees: ["payment:basic:read"],
  listRefunds: ["payment:basic:read"],
  listDisputes: [
    "payment:dispute:read",
    "plan:basic:read",
    "access_pass:basic:read",
    "company:basic:read",
    "payment:basic:read",
  ],
  listWebhooks: ["developer:manage_webhook"],
  createCheckout: ["checkout_configuration:create"],
  createPromoCode: ["promo_code:create", "access_pass:basic:read"],
  findPromoCode: ["promo_code:basic:read", "access_pass:basic:read"],
  getPromoCode: ["promo_code:basic:read", "access_pass:basic:read"],
  archivePromoCode: ["promo_code:delete"],
  addFreeDays: ["member:manage", "member:email:read", "member:basic:read"],
  createTransfer: ["payout:transfer_funds"],
  listTransfers: ["payout:transfer:read"],
  createNotification: ["notification:create"],
} as const satisfies Record<WhopOperation, readonly string[]>;

const ofMembership = ["webhook_receive:memberships", "member:basic:read", "member:email:read"] as const;
const ofPayment = [
  "webhook_receive:payments",
  "payment:basic:read",
  "plan:basic:read",
  "access_pass:basic:read",
  "member:basic:read",
  "member:email:read",
  "promo_code:basic:read",
] as const;
const ofRefund = [
  "webhook_receive:refunds",
  "payment:basic:read",
  "member:basic:read",
  "member:email:read",
] as const;
const ofDispute = [
  "webhook_receive:disputes",
  "payment:dispute:read",
  "payment:basic:read",
  "company:basic:read",
] as const;

/**
 * What each event needs to arrive with the fields we read. Whop blanks the fields of a permission that is
 * not granted, so telephone numbers, addresses and deliveries are left out by not asking for them.
 */
export const eventPermissions: Readonly<Record<string, readonly string[]>> = {
  "membership.activated": ofMembership,
  "membership.deactivated": ofMembership,
  "membership.cancel_at_period_end_changed": ofMembership,
  "membership.trial_ending_soon": ofMembership,
  "payment.created": ofPayment,
  "payment.succeeded": ofPayment,
  "payment.failed": ofPayment,
  "payment.pending": ofPayment,
  "refund.created": ofRefund,
  "refund.updated": ofRefund,
  "dispute.created": ofDispute,
  "dispute.updated": ofDispute,
};

/** The permissions that the code needs, sorted; the manifest must list exactly these. */
export function neededPermissions(): string[] {
  const lists = [...Object.values(operationPermissions), ...Object.values(eventPermissions)];
  return [...new Set(lists.flat())].sort();
}

/** What a permission is for; null for one that is not asked for. */
export function permissionReason(name: string): Said | null {
  const code = `permission.${name}`;
  return isPermission(code) ? say(code) : null;
}

function isPermission(code: string): code is Extract<Code, `permission.${string}`> {
  return code.startsWith("permission.") && isCode(code);
}
