import { boolean, foreignKey, index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { companyId, createdAt, currency, instant, minor, oneOf, updatedAt } from "../columns.ts";
import { companyStatuses, conversionTypes, touchModels } from "../enums.ts";

/** A Whop company that installed the app. `settings` is parsed by lib/companies/settings.ts. */
export const companies = pgTable(
  "companies",
  {
    companyId: text("company_id").primaryKey(),
    title: text("title").notNull(),
    route: text("route"),
    logoUrl: text("logo_url"),
    ownerWhopUserId: text("owner_whop_user_id"),
    memberCount: integer("member_count"),
    status: text("status", { enum: companyStatuses }).notNull().default("active"),
    settings: jsonb("settings").notNull().default({}),
    profileRefreshedAt: instant("profile_refreshed_at"),
    /** When past memberships had all been read; until then existing customers are looked up one by one. */
    backfilledAt: instant("backfilled_at"),
    lastWebhookAt: instant("last_webhook_at"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [oneOf("companies_known_status", t.status, companyStatuses)],
);

/** Versions of the owner's attribution rules; a decision names the version it was taken under. */
export const attributionRules = pgTable(
  "attribution_rules",
  {
    companyId: companyId(),
    version: integer("version").notNull(),
    touch: text("touch", { enum: touchModels }).notNull(),
    windowDays: integer("window_days").notNull(),
    creditExistingCustomers: boolean("credit_existing_customers").notNull(),
    countTrials: boolean("count_trials").notNull(),
    countFree: boolean("count_free").notNull(),
    /** When a referred member is activated, parsed by lib/referrals/activation.ts; null is never. */
    activation: jsonb("activation"),
    createdBy: text("created_by").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "attribution_rules_pkey", columns: [t.companyId, t.version] }),
    oneOf("attribution_rules_known_touch", t.touch, touchModels),
  ],
);

export const experiences = pgTable(
  "experiences",
  {
    companyId: companyId(),
    experienceId: text("experience_id").notNull(),
    name: text("name").notNull(),
    refreshedAt: instant("refreshed_at").notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [primaryKey({ name: "experiences_pkey", columns: [t.companyId, t.experienceId] })],
);

export const products = pgTable(
  "products",
  {
    companyId: companyId(),
    productId: text("product_id").notNull(),
    title: text("title").notNull(),
    route: text("route"),
    /** What a sale of it is, where the owner said so; else it follows from the plan. */
    conversionType: text("conversion_type", { enum: conversionTypes }),
    refreshedAt: instant("refreshed_at").notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    oneOf("products_known_conversion_type", t.conversionType, conversionTypes),
    primaryKey({ name: "products_pkey", columns: [t.companyId, t.productId] }),
  ],
);

export const plans = pgTable(
  "plans",
  {
    companyId: companyId(),
    planId: text("plan_id").notNull(),
    productId: text("product_id").notNull(),
    title: text("title"),
    planType: text("plan_type").notNull(),
    billingPeriodDays: integer("billing_period_days"),
    trialPeriodDays: integer("trial_period_days"),
    initialPriceMinor: minor("initial_price_minor").notNull(),
    renewalPriceMinor: minor("renewal_price_minor").notNull(),
    currency: currency().notNull(),
    isVisible: boolean("is_visible").notNull().default(true),
    purchaseUrl: text("purchase_url"),
    refreshedAt: instant("refreshed_at").notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ name: "plans_pkey", columns: [t.companyId, t.planId] }),
    foreignKey({
      name: "plans_of_known_product",
      columns: [t.companyId, t.productId],
      foreignColumns: [products.companyId, products.productId],
    }),
    index("plans_by_product").on(t.companyId, t.productId),
  ],
);
