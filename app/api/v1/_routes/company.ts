import { z } from "zod";
import { route } from "#app/_edge/declare.ts";
import { details, id, instant, money } from "#app/_edge/wire.ts";
import { conversionTypes } from "#db/enums.ts";
import { ListActivityInput, listActivity } from "#lib/audit/index.ts";
import {
  CompanySettings,
  currentRules,
  getSettings,
  listPlans,
  listProducts,
  RuleSet,
  SetProductTypeInput,
  setProductType,
  UpdateRulesInput,
  UpdateSettingsInput,
  updateRules,
  updateSettings,
} from "#lib/companies/index.ts";

const Nothing = z.strictObject({});
const Settings = z.object(CompanySettings.shape);
const Rules = z.object({ version: z.int(), ...RuleSet.shape });

const Plan = z.object({
  planId: z.string(),
  productId: z.string(),
  productTitle: z.string(),
  title: z.string().nullable(),
  planType: z.string(),
  billingPeriodDays: z.int().nullable(),
  trialPeriodDays: z.int().nullable(),
  initialPrice: money,
  renewalPrice: money,
  isVisible: z.boolean(),
  purchaseUrl: z.string().nullable(),
});

const Product = z.object({
  productId: z.string(),
  title: z.string(),
  conversionType: z.enum(conversionTypes).nullable().meta({ description: "Null leaves it to the plan" }),
});

const Activity = z.object({
  id,
  at: instant,
  actorKind: z.string(),
  actorName: z.string(),
  action: z.string().meta({ description: "noun.past, such as reward.created" }),
  subjectType: z.string(),
  subjectId: z.string(),
  details,
});

export const companyRoutes = [
  route({
    method: "GET",
    path: "/api/v1/settings",
    summary: "The community's settings and the attribution rules in force",
    access: "owner",
    input: Nothing,
    output: z.object({ settings: Settings, rules: Rules }),
    run: async (ctx) => ({ settings: await getSettings(ctx), rules: await currentRules(ctx) }),
  }),
  route({
    method: "PATCH",
    path: "/api/v1/settings",
    summary: "Change some of the settings",
    access: "owner",
    input: UpdateSettingsInput,
    output: z.object({ settings: Settings }),
    run: async (ctx, input) => ({ settings: await updateSettings(ctx, input) }),
  }),
  route({
    method: "PATCH",
    path: "/api/v1/settings/rules",
    summary: "Change the attribution rules; this makes a new version, and past decisions keep theirs",
    access: "owner",
    input: UpdateRulesInput,
    output: z.object({ rules: Rules }),
    run: async (ctx, input) => ({ rules: await updateRules(ctx, input) }),
  }),
  route({
    method: "GET",
    path: "/api/v1/plans",
    summary: "What the community sells on Whop, as last read",
    access: "owner",
    input: Nothing,
    output: z.object({ plans: z.array(Plan) }),
    run: async (ctx) => ({ plans: await listPlans(ctx) }),
  }),
  route({
    method: "GET",
    path: "/api/v1/products",
    summary: "The community's products, and what a sale of each is",
    access: "owner",
    input: Nothing,
    output: z.object({ products: z.array(Product) }),
    run: async (ctx) => ({ products: await listProducts(ctx) }),
  }),
  route({
    method: "PATCH",
    path: "/api/v1/products/{id}",
    summary: "Say what a sale of a product is; sales made already are renamed too",
    access: "owner",
    input: SetProductTypeInput,
    output: Product,
    run: setProductType,
  }),
  route({
    method: "GET",
    path: "/api/v1/activity",
    summary: "Who did what, latest first",
    access: "owner",
    input: ListActivityInput,
    output: z.object({ entries: z.array(Activity), nextCursor: id.nullable() }),
    run: listActivity,
  }),
];
