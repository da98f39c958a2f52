import { z } from "zod";
import { readAmount } from "../core/money.ts";
import { cleanText } from "./fields.ts";
import type {
  WhopAccess,
  WhopCheckout,
  WhopCompany,
  WhopExperience,
  WhopTransfer,
  WhopUser,
  WhopWebhook,
} from "./platform.ts";

/** Whop's answers at version 2026-07-20, as far as we read them. A field we do not read cannot break us. */
const optionalText = cleanText.nullish().transform((value) => value || null);
const picture = z
  .object({ url: optionalText })
  .nullish()
  .transform((value) => value?.url ?? null);

export const User = z
  .object({ id: z.string(), username: optionalText, name: optionalText, profile_picture: picture })
  .transform(
    (user): WhopUser => ({
      userId: user.id,
      username: user.username,
      name: user.name,
      avatarUrl: user.profile_picture,
    }),
  );

export const Access = z
  .object({ has_access: z.boolean(), access_level: z.enum(["admin", "customer", "no_access"]) })
  .transform((access): WhopAccess => ({ hasAccess: access.has_access, accessLevel: access.access_level }));

export const Company = z
  .object({
    id: z.string(),
    title: cleanText,
    route: optionalText,
    logo: picture,
    owner_user: z.object({ id: z.string() }).nullish(),
    member_count: z.number().nullish(),
  })
  .transform(
    (company): WhopCompany => ({
      companyId: company.id,
      title: company.title,
      route: company.route,
      logoUrl: company.logo,
      ownerUserId: company.owner_user?.id ?? null,
      memberCount: company.member_count ?? null,
    }),
  );

export const Experience = z
  .object({ id: z.string(), name: cleanText, company: z.object({ id: z.string() }) })
  .transform(
    (experience): WhopExperience => ({
      experienceId: experience.id,
      name: experience.name,
      companyId: experience.company.id,
    }),
  );

export const Plan = z
  .object({
    id: z.string(),
    product: z.object({ id: z.string() }).nullish(),
    title: optionalText,
    plan_type: z.string(),
    billing_period: z.number().nullish(),
    trial_period_days: z.number().nullish(),
    initial_price: z.number(),
    renewal_price: z.number(),
    currency: z.string(),
    visibility: z.string(),
    purchase_url: optionalText,
  })
  .transform(({ product, ...plan }) => ({
    planId: plan.id,
    /** A plan without a product is an invoice's; nobody can buy it from a link. */
    productId: product?.id ?? null,
    title: plan.title,
    planType: plan.plan_type,
    billingPeriodDays: plan.billing_period ?? null,
    trialPeriodDays: plan.trial_period_days ?? null,
    initialPrice: plan.initial_price,
    renewalPrice: plan.renewal_price,
    currency: plan.currency,
    isVisible: plan.visibility === "visible",
    purchaseUrl: plan.purchase_url,
  }));

export const Product = z
  .object({ id: z.string(), title: cleanText, route: optionalText })
  .transform((product) => ({ productId: product.id, title: product.title, route: product.route }));

export const Checkout = z
  .object({ id: z.string(), purchase_url: z.url(), plan: z.object({ id: z.string() }) })
  .transform(
    (checkout): WhopCheckout => ({
      checkoutId: checkout.id,
      planId: checkout.plan.id,
      purchaseUrl: checkout.purchase_url,
    }),
  );

/** Lists leave the company out; they are asked for one company. */
export const PromoCode = z
  .object({
    id: z.string(),
    code: z.string().nullish(),
    company: z.object({ id: z.string() }).nullish(),
    product: z.object({ id: z.string() }).nullish(),
    promo_type: z.string(),
    amount_off: z.number(),
    status: z.string(),
    uses: z.number(),
  })
  .transform((promo) => ({
    promoCodeId: promo.id,
    code: promo.code ?? "",
    companyId: promo.company?.id ?? null,
    status: promo.status,
    uses: promo.uses,
    kind: promo.promo_type,
    amountOff: promo.amount_off,
    productId: promo.product?.id ?? null,
  }));

/** At least an object with an id; lib/whop/normalise.ts reads the rest. */
export const Listed = z.looseObject({ id: z.string() });

export const Fee = z.object({ type: z.string(), amount: z.number(), currency: z.string() });

export const Webhook = z
  .object({ url: z.string(), enabled: z.boolean(), events: z.array(z.string()).nullish() })
  .transform(
    (webhook): WhopWebhook => ({
      url: webhook.url,
      isEnabled: webhook.enabled,
      events: webhook.events ?? [],
    }),
  );

export const Transfer = z
  .object({
    id: z.string(),
    amount: z.number(),
    currency: z.string(),
    metadata: z.record(z.string(), z.unknown()).nullish(),
  })
  .transform((transfer): WhopTransfer => {
    const reading = readAmount(transfer.amount, transfer.currency);
    return {
      transferId: transfer.id,
      amountMinor: reading.ok ? reading.money.minor : null,
      currency: transfer.currency.toUpperCase(),
      metadata: transfer.metadata ?? {},
    };
  });

/** Whop took it in to do it later. */
export const Accepted = z.object({ success: z.literal(true) });

export function pageOf<T>(item: z.ZodType<T>) {
  return z.object({
    data: z.array(item),
    page_info: z.object({ end_cursor: z.string().nullish(), has_next_page: z.boolean().nullish() }),
  });
}
