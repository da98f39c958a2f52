import type {
  CheckoutConfiguration,
  Experience,
  Plan,
  Product,
  PromoCode,
} from "#tests/sandbox/world/entities.ts";
import { toMajor } from "#tests/sandbox/world/money.ts";
import type { World } from "#tests/sandbox/world/world.ts";
import { companyRef, memberCount, publicUserRef, routedCompanyRef } from "./people.ts";

const RELEASED = { adaptive_pricing_enabled: false, three_ds_level: null };

export function productRef(world: World, productId: string) {
  const product = world.products.get(productId);
  return { id: product.id, title: product.title };
}

export function productShape(world: World, product: Product) {
  const company = world.companies.get(product.companyId);
  return {
    ...productListShape(world, product),
    company: routedCompanyRef(world, product.companyId),
    account: routedCompanyRef(world, product.companyId),
    custom_cta: "get_access",
    custom_cta_url: null,
    custom_statement_descriptor: null,
    description: product.description,
    global_affiliate_percentage: null,
    global_affiliate_status: "disabled",
    member_affiliate_percentage: null,
    member_affiliate_status: "disabled",
    owner_user: publicUserRef(world, company.ownerUserId),
    product_tax_code: null,
  };
}

export function productListShape(world: World, product: Product) {
  return {
    id: product.id,
    title: product.title,
    route: product.route,
    headline: product.headline,
    visibility: product.visibility,
    metadata: product.metadata,
    member_count: memberCount(world, (membership) => membership.productId === product.id),
    published_reviews_count: 0,
    external_identifier: null,
    gallery_images: [],
    verified: world.companies.get(product.companyId).verified,
    created_at: product.createdAt,
    updated_at: product.createdAt,
  };
}

export function planShape(world: World, plan: Plan, origin: string) {
  return {
    id: plan.id,
    ...RELEASED,
    account: routedCompanyRef(world, plan.companyId),
    product: productRef(world, plan.productId),
    title: plan.title,
    description: plan.description,
    plan_type: plan.planType,
    currency: plan.currency,
    initial_price: toMajor(plan.initialPrice, plan.currency),
    renewal_price: toMajor(plan.renewalPrice, plan.currency),
    billing_period: plan.billingPeriod,
    trial_period_days: plan.trialPeriodDays,
    expiration_days: plan.expirationDays,
    visibility: plan.visibility,
    release_method: plan.releaseMethod,
    stock: plan.stock,
    unlimited_stock: plan.stock === null,
    metadata: plan.metadata,
    internal_notes: plan.internalNotes,
    member_count: memberCount(world, (membership) => membership.planId === plan.id),
    purchase_url: `${origin}/checkout/${plan.id}/`,
    collect_tax: false,
    tax_type: "unspecified",
    custom_fields: [],
    invoice: null,
    payment_method_configuration: null,
    split_pay_required_payments: null,
    created_at: plan.createdAt,
    updated_at: plan.updatedAt,
  };
}

export function experienceShape(world: World, experience: Experience, appId: string, withProducts: boolean) {
  const listed = {
    id: experience.id,
    name: experience.name,
    app: { id: appId, name: "Referly", icon: null },
    company: routedCompanyRef(world, experience.companyId),
    image: null,
    is_public: experience.isPublic,
    order: "1",
    created_at: experience.createdAt,
  };
  if (!withProducts) return listed;
  const products = experience.productIds.map((id) => {
    const product = world.products.get(id);
    return { id: product.id, title: product.title, route: product.route };
  });
  return { ...listed, products };
}

export function checkoutConfigurationShape(
  world: World,
  configuration: CheckoutConfiguration,
  origin: string,
) {
  const plan = world.plans.get(configuration.planId);
  return {
    id: configuration.id,
    account_id: configuration.companyId,
    mode: configuration.mode,
    metadata: configuration.metadata,
    affiliate_code: configuration.affiliateCode,
    currency: plan.currency,
    redirect_url: configuration.redirectUrl,
    purchase_url: `${origin}/checkout/${plan.id}/?session=${configuration.id}`,
    payment_method_configuration: null,
    three_ds_level: null,
    plan: {
      id: plan.id,
      ...RELEASED,
      billing_period: plan.billingPeriod,
      currency: plan.currency,
      expiration_days: plan.expirationDays,
      initial_price: toMajor(plan.initialPrice, plan.currency),
      renewal_price: toMajor(plan.renewalPrice, plan.currency),
      plan_type: plan.planType,
      release_method: plan.releaseMethod,
      trial_period_days: plan.trialPeriodDays,
      visibility: plan.visibility,
    },
    created_at: configuration.createdAt,
    updated_at: configuration.updatedAt,
  };
}

export function promoCodeShape(world: World, promo: PromoCode, flat: boolean) {
  const duration = promo.durationMonths === 0 ? "forever" : promo.durationMonths === 1 ? "once" : "repeating";
  const common = {
    id: promo.id,
    code: promo.code,
    currency: promo.currency,
    duration,
    promo_type: promo.promoType,
    promo_duration_months: promo.durationMonths,
    new_users_only: promo.newUsersOnly,
    churned_users_only: promo.churnedUsersOnly,
    existing_memberships_only: promo.existingMembershipsOnly,
    one_per_customer: promo.onePerCustomer,
    stock: promo.stock,
    unlimited_stock: promo.unlimitedStock,
    uses: promo.uses,
    status: promo.status,
    expires_at: promo.expiresAt,
    created_at: promo.createdAt,
  };
  if (flat) {
    const fraction = promo.promoType === "percentage" ? promo.amountOff / 100 : promo.amountOff;
    return { ...common, amount_off: fraction, account_id: promo.companyId, product_id: promo.productId };
  }
  return {
    ...common,
    amount_off: promo.amountOff,
    company: companyRef(world, promo.companyId),
    product: promo.productId ? productRef(world, promo.productId) : null,
  };
}
