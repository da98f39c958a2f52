import { z } from "zod";
import { badRequest, unprocessable } from "#tests/sandbox/http/errors.ts";
import { promoCodeShape } from "#tests/sandbox/shape/catalog.ts";
import { isFlat, tenantField } from "#tests/sandbox/shape/version.ts";
import { newId } from "#tests/sandbox/world/ids.ts";
import type { World } from "#tests/sandbox/world/world.ts";
import { Currency, createdWindow, installedCompany, listFilter, passes, readBody } from "./input.ts";
import { created, type Operation, ok } from "./operation.ts";
import { page } from "./paging.ts";

const NewPromoCode = z.object({
  amount_off: z.number().positive(),
  base_currency: Currency,
  code: z.string().trim().min(1).max(64),
  company_id: z.string().optional(),
  account_id: z.string().optional(),
  new_users_only: z.boolean(),
  promo_duration_months: z.number().int().min(0).max(120),
  promo_type: z.enum(["percentage", "flat_amount"]),
  churned_users_only: z.boolean().nullish(),
  existing_memberships_only: z.boolean().nullish(),
  expires_at: z.iso.datetime({ offset: true }).nullish(),
  one_per_customer: z.boolean().nullish(),
  plan_ids: z.array(z.string()).nullish(),
  product_id: z.string().nullish(),
  stock: z.number().int().min(1).nullish(),
  unlimited_stock: z.boolean().nullish(),
});

/** Refuses what Whop refuses; a code that exists is a validation error, not a conflict. */
function checkNew(world: World, companyId: string, input: z.infer<typeof NewPromoCode>): void {
  if (input.promo_type === "percentage" && input.amount_off > 100)
    throw unprocessable("amount_off: a percentage is at most 100");
  const taken = world.promoCodes.first(
    (row) =>
      row.companyId === companyId &&
      row.status !== "archived" &&
      row.code.toLowerCase() === input.code.toLowerCase(),
  );
  if (taken) throw unprocessable("Code has already been taken");
  if (input.product_id && world.products.get(input.product_id).companyId !== companyId)
    throw badRequest(`Product ${input.product_id} belongs to another company.`);
  for (const planId of input.plan_ids ?? [])
    if (world.plans.get(planId).companyId !== companyId)
      throw badRequest(`Plan ${planId} belongs to another company.`);
}

export const promoCodes: Operation[] = [
  {
    method: "GET",
    path: "/promo_codes",
    permissions: ["promo_code:basic:read", "access_pass:basic:read"],
    run({ sandbox, query, version }) {
      const { world } = sandbox;
      const flat = isFlat(version, "promo_codes");
      const company = installedCompany(world, query.get(tenantField(flat)), tenantField(flat));
      const statuses = listFilter(query, "status");
      const productIds = listFilter(query, "product_ids");
      const planIds = listFilter(query, "plan_ids");
      const inWindow = createdWindow(query);
      const rows = world.promoCodes.where(
        (row) =>
          row.companyId === company.id &&
          inWindow(row.createdAt) &&
          passes(statuses, row.status) &&
          passes(productIds, row.productId) &&
          (planIds === null || row.planIds.some((id) => planIds.includes(id))),
      );
      return ok(page(rows, query, (row) => promoCodeShape(world, row, flat)));
    },
  },
  {
    method: "POST",
    path: "/promo_codes",
    permissions: ["promo_code:create", "access_pass:basic:read"],
    run({ sandbox, body, version, effect }) {
      const { world } = sandbox;
      const flat = isFlat(version, "promo_codes");
      const input = readBody(NewPromoCode, body);
      const company = installedCompany(world, flat ? input.account_id : input.company_id, tenantField(flat));
      checkNew(world, company.id, input);
      const promo = world.promoCodes.put({
        id: newId("promo"),
        companyId: company.id,
        code: input.code,
        promoType: input.promo_type,
        amountOff: input.amount_off,
        currency: input.base_currency,
        durationMonths: input.promo_duration_months,
        newUsersOnly: input.new_users_only,
        churnedUsersOnly: input.churned_users_only ?? false,
        existingMembershipsOnly: input.existing_memberships_only ?? false,
        onePerCustomer: input.one_per_customer ?? false,
        productId: input.product_id ?? null,
        planIds: input.plan_ids ?? [],
        stock: input.stock ?? 0,
        unlimitedStock: input.unlimited_stock ?? input.stock === undefined,
        uses: 0,
        status: "active",
        expiresAt: input.expires_at ?? null,
        createdAt: world.clock.iso(),
      });
      const shape = promoCodeShape(world, promo, flat);
      effect("promo_code.created", shape);
      return created(shape);
    },
  },
  {
    method: "GET",
    path: "/promo_codes/:id",
    permissions: ["promo_code:basic:read", "access_pass:basic:read"],
    run({ sandbox, params, version }) {
      const promo = sandbox.world.promoCodes.get(params.id);
      return ok(promoCodeShape(sandbox.world, promo, isFlat(version, "promo_codes")));
    },
  },
  {
    method: "DELETE",
    path: "/promo_codes/:id",
    permissions: ["promo_code:delete"],
    run({ sandbox, params, version, effect }) {
      const promo = sandbox.world.promoCodes.get(params.id);
      promo.status = "archived";
      effect("promo_code.archived", { id: promo.id, code: promo.code });
      return ok(isFlat(version, "deletes") ? { id: promo.id, deleted: true } : true);
    },
  },
];
