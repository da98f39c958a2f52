import { z } from "zod";
import { badRequest, unprocessable } from "#tests/sandbox/http/errors.ts";
import { checkoutConfigurationShape } from "#tests/sandbox/shape/catalog.ts";
import { isFlat } from "#tests/sandbox/shape/version.ts";
import type { Plan } from "#tests/sandbox/world/entities.ts";
import { newId } from "#tests/sandbox/world/ids.ts";
import type { World } from "#tests/sandbox/world/world.ts";
import { addPlan, NewPlan } from "./catalog.ts";
import { createdWindow, installedCompany, Metadata, readBody } from "./input.ts";
import { created, type Operation, ok } from "./operation.ts";
import { page } from "./paging.ts";

const NewConfiguration = z.object({
  account_id: z.string().nullish(),
  company_id: z.string().nullish(),
  plan_id: z.string().nullish(),
  plan: NewPlan.nullish(),
  mode: z.enum(["payment", "setup"]).nullish(),
  metadata: Metadata.nullish(),
  redirect_url: z.string().nullish(),
  affiliate_code: z.string().nullish(),
  currency: z.string().nullish(),
});

const CREATE = ["checkout_configuration:create"];
const INLINE_PLAN = [...CREATE, "plan:create", "access_pass:create", "access_pass:update"];

function isInlinePlan(body: unknown): boolean {
  return typeof body === "object" && body !== null && "plan" in body && Boolean(body.plan);
}

function checkRedirect(url: string | null | undefined): void {
  if (!url) return;
  if (!URL.canParse(url) || new URL(url).protocol !== "https:")
    throw unprocessable("redirect_url: must be an https URL");
}

function planFor(world: World, input: z.infer<typeof NewConfiguration>): Plan {
  if (input.plan && input.plan_id) throw badRequest("Provide either plan or plan_id, not both.");
  if (input.plan) return addPlan(world, { account_id: input.account_id, ...input.plan }, world.clock.iso());
  if (!input.plan_id) throw badRequest("Missing required parameter: plan_id.");
  const plan = world.plans.get(input.plan_id);
  if (input.company_id) throw badRequest("Cannot provide company_id for this configuration");
  installedCompany(world, plan.companyId, "account_id");
  if (input.account_id && input.account_id !== plan.companyId)
    throw badRequest(`Plan ${plan.id} belongs to another account.`);
  return plan;
}

export const checkoutConfigurations: Operation[] = [
  {
    method: "POST",
    path: "/checkout_configurations",
    permissions: (body) => (isInlinePlan(body) ? INLINE_PLAN : CREATE),
    takesIdempotencyKey: true,
    run({ sandbox, body, effect }) {
      const { world, origin } = sandbox;
      const input = readBody(NewConfiguration, body);
      checkRedirect(input.redirect_url);
      const plan = planFor(world, input);
      const now = world.clock.iso();
      const configuration = world.checkoutConfigurations.put({
        id: newId("ch"),
        companyId: plan.companyId,
        planId: plan.id,
        mode: input.mode ?? "payment",
        metadata: input.metadata ?? null,
        redirectUrl: input.redirect_url ?? null,
        affiliateCode: input.affiliate_code ?? null,
        createdAt: now,
        updatedAt: now,
      });
      const shape = checkoutConfigurationShape(world, configuration, origin);
      effect("checkout_configuration.created", shape);
      return created(shape);
    },
  },
  {
    method: "GET",
    path: "/checkout_configurations",
    permissions: ["checkout_configuration:basic:read"],
    run({ sandbox, query }) {
      const { world, origin } = sandbox;
      const company = installedCompany(world, query.get("account_id"), "account_id");
      const planId = query.get("plan_id");
      const inWindow = createdWindow(query);
      const rows = world.checkoutConfigurations.where(
        (row) =>
          row.companyId === company.id &&
          inWindow(row.createdAt) &&
          (planId === null || row.planId === planId),
      );
      return ok(page(rows, query, (row) => checkoutConfigurationShape(world, row, origin)));
    },
  },
  {
    method: "GET",
    path: "/checkout_configurations/:id",
    permissions: [],
    isPublic: true,
    run({ sandbox, params }) {
      const configuration = sandbox.world.checkoutConfigurations.get(params.id);
      return ok(checkoutConfigurationShape(sandbox.world, configuration, sandbox.origin));
    },
  },
  {
    method: "DELETE",
    path: "/checkout_configurations/:id",
    permissions: CREATE,
    run({ sandbox, params, version, effect }) {
      const configuration = sandbox.world.checkoutConfigurations.get(params.id);
      sandbox.world.checkoutConfigurations.remove(configuration.id);
      effect("checkout_configuration.deleted", { id: configuration.id });
      return ok(isFlat(version, "deletes") ? { id: configuration.id, deleted: true } : true);
    },
  },
];
