import { z } from "zod";
import { badRequest } from "#tests/sandbox/http/errors.ts";
import { experienceShape, planShape, productListShape, productShape } from "#tests/sandbox/shape/catalog.ts";
import { isFlat } from "#tests/sandbox/shape/version.ts";
import type { Plan } from "#tests/sandbox/world/entities.ts";
import { newId } from "#tests/sandbox/world/ids.ts";
import { toMinor } from "#tests/sandbox/world/money.ts";
import type { World } from "#tests/sandbox/world/world.ts";
import {
  Currency,
  createdWindow,
  installedCompany,
  listFilter,
  Metadata,
  passes,
  readBody,
} from "./input.ts";
import { created, type Operation, ok } from "./operation.ts";
import { page } from "./paging.ts";

const Price = z.number().min(0).nullish();

export const NewPlan = z.object({
  account_id: z.string().nullish(),
  product_id: z.string().nullish(),
  title: z.string().max(30, "has at most 30 characters").nullish(),
  description: z.string().nullish(),
  plan_type: z.enum(["renewal", "one_time"]).nullish(),
  currency: Currency.nullish(),
  initial_price: Price,
  renewal_price: Price,
  billing_period: z.number().int().min(1).nullish(),
  trial_period_days: z.number().int().min(0).nullish(),
  expiration_days: z.number().int().min(1).nullish(),
  visibility: z.enum(["visible", "hidden", "archived", "quick_link"]).nullish(),
  release_method: z.enum(["buy_now", "waitlist"]).nullish(),
  stock: z.number().int().min(0).nullish(),
  unlimited_stock: z.boolean().nullish(),
  metadata: Metadata.nullish(),
  internal_notes: z.string().nullish(),
});

const PlanUpdate = NewPlan.pick({
  title: true,
  description: true,
  visibility: true,
  stock: true,
  unlimited_stock: true,
  metadata: true,
  internal_notes: true,
});

/** Makes a plan from what an app asked for, in the world of the company that owns the product. */
export function addPlan(world: World, input: z.infer<typeof NewPlan>, now: string): Plan {
  const product = world.products.get(input.product_id);
  const company = installedCompany(world, input.account_id ?? product.companyId, "account_id");
  if (product.companyId !== company.id) throw badRequest(`Product ${product.id} belongs to another account.`);
  const currency = input.currency ?? "usd";
  return world.plans.put({
    id: newId("plan"),
    companyId: company.id,
    productId: product.id,
    title: input.title ?? product.title,
    description: input.description ?? null,
    planType: input.plan_type ?? "renewal",
    currency,
    initialPrice: toMinor(input.initial_price ?? 0, currency),
    renewalPrice: toMinor(input.renewal_price ?? 0, currency),
    billingPeriod: input.plan_type === "one_time" ? null : (input.billing_period ?? 30),
    trialPeriodDays: input.trial_period_days ?? null,
    expirationDays: input.expiration_days ?? null,
    visibility: input.visibility ?? "visible",
    releaseMethod: input.release_method ?? "buy_now",
    stock: input.unlimited_stock === false ? (input.stock ?? 0) : (input.stock ?? null),
    metadata: input.metadata ?? null,
    internalNotes: input.internal_notes ?? null,
    createdAt: now,
    updatedAt: now,
  });
}

export const catalog: Operation[] = [
  {
    method: "GET",
    path: "/experiences",
    permissions: [],
    run({ sandbox, query }) {
      const { world, appId } = sandbox;
      const company = installedCompany(world, query.get("company_id"), "company_id");
      const productId = query.get("product_id");
      const wanted = query.get("app_id");
      const rows = world.experiences.where(
        (row) =>
          row.companyId === company.id &&
          (productId === null || row.productIds.includes(productId)) &&
          (wanted === null || wanted === appId),
      );
      return ok(page(rows, query, (row) => experienceShape(world, row, appId, false)));
    },
  },
  {
    method: "GET",
    path: "/experiences/:id",
    permissions: [],
    run({ sandbox, params }) {
      const experience = sandbox.world.experiences.get(params.id);
      return ok(experienceShape(sandbox.world, experience, sandbox.appId, true));
    },
  },
  {
    method: "GET",
    path: "/products",
    permissions: ["access_pass:basic:read"],
    run({ sandbox, query }) {
      const { world } = sandbox;
      const company = installedCompany(world, query.get("account_id"), "account_id");
      const visibilities = listFilter(query, "visibilities");
      const rows = world.products.where(
        (row) => row.companyId === company.id && passes(visibilities, row.visibility),
      );
      return ok(page(rows, query, (row) => productListShape(world, row)));
    },
  },
  {
    method: "GET",
    path: "/products/:id",
    permissions: [],
    isPublic: true,
    run({ sandbox, params }) {
      return ok(productShape(sandbox.world, sandbox.world.products.get(params.id)));
    },
  },
  {
    method: "GET",
    path: "/plans",
    permissions: ["plan:basic:read"],
    run({ sandbox, query }) {
      const { world, origin } = sandbox;
      const company = installedCompany(world, query.get("account_id"), "account_id");
      const productIds = listFilter(query, "product_ids");
      const visibilities = listFilter(query, "visibilities");
      const types = listFilter(query, "plan_types");
      const inWindow = createdWindow(query);
      const rows = world.plans.where(
        (row) =>
          row.companyId === company.id &&
          inWindow(row.createdAt) &&
          passes(productIds, row.productId) &&
          passes(types, row.planType) &&
          passes(visibilities, row.visibility),
      );
      return ok(page(rows, query, (row) => planShape(world, row, origin)));
    },
  },
  {
    method: "GET",
    path: "/plans/:id",
    permissions: [],
    isPublic: true,
    run({ sandbox, params }) {
      return ok(planShape(sandbox.world, sandbox.world.plans.get(params.id), sandbox.origin));
    },
  },
  {
    method: "POST",
    path: "/plans",
    permissions: ["plan:create", "plan:basic:read"],
    takesIdempotencyKey: true,
    run({ sandbox, body, effect }) {
      const plan = addPlan(sandbox.world, readBody(NewPlan, body), sandbox.world.clock.iso());
      const shape = planShape(sandbox.world, plan, sandbox.origin);
      effect("plan.created", shape);
      return created(shape);
    },
  },
  {
    method: "PATCH",
    path: "/plans/:id",
    permissions: ["plan:update", "plan:basic:read"],
    run({ sandbox, params, body, effect }) {
      const { world, origin } = sandbox;
      const plan = world.plans.get(params.id);
      const input = readBody(PlanUpdate, body);
      if (input.title) plan.title = input.title;
      if (input.description !== undefined) plan.description = input.description;
      if (input.visibility) plan.visibility = input.visibility;
      if (input.stock !== undefined) plan.stock = input.stock;
      if (input.unlimited_stock) plan.stock = null;
      if (input.metadata !== undefined) plan.metadata = input.metadata;
      if (input.internal_notes !== undefined) plan.internalNotes = input.internal_notes;
      plan.updatedAt = world.clock.iso();
      const shape = planShape(world, plan, origin);
      effect("plan.updated", shape);
      return ok(shape);
    },
  },
  {
    method: "DELETE",
    path: "/plans/:id",
    permissions: ["plan:delete"],
    run({ sandbox, params, version, effect }) {
      const plan = sandbox.world.plans.get(params.id);
      plan.visibility = "archived";
      plan.updatedAt = sandbox.world.clock.iso();
      effect("plan.deleted", { id: plan.id });
      return ok(isFlat(version, "deletes") ? { id: plan.id, deleted: true } : true);
    },
  },
];
