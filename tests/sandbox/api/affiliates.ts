import { z } from "zod";
import { missing, notFound } from "#tests/sandbox/http/errors.ts";
import { companyRef, publicUserRef } from "#tests/sandbox/shape/people.ts";
import type { Affiliate } from "#tests/sandbox/world/entities.ts";
import { newId } from "#tests/sandbox/world/ids.ts";
import type { World } from "#tests/sandbox/world/world.ts";
import { installedCompany, listFilter, passes, readBody } from "./input.ts";
import { created, type Operation, ok } from "./operation.ts";
import { page } from "./paging.ts";

const NewAffiliate = z.object({ company_id: z.string(), user_identifier: z.string() });

function shapeOf(world: World, affiliate: Affiliate) {
  return {
    id: affiliate.id,
    status: affiliate.status,
    active_members_count: 0,
    customer_retention_rate: "0.0",
    customer_retention_rate_ninety_days: "0.0",
    monthly_recurring_revenue_usd: "0.0",
    total_overrides_count: 0,
    total_referral_earnings_usd: "0.0",
    total_referrals_count: 0,
    total_revenue_usd: "0.0",
    company: companyRef(world, affiliate.companyId),
    user: publicUserRef(world, affiliate.userId),
    created_at: affiliate.createdAt,
    updated_at: affiliate.updatedAt,
  };
}

/** The native program, as far as an app needs it to see that a company also pays there. */
export const affiliates: Operation[] = [
  {
    method: "GET",
    path: "/affiliates",
    permissions: ["affiliate:basic:read"],
    run({ sandbox, query }) {
      const company = installedCompany(sandbox.world, query.get("company_id"), "company_id");
      const statuses = listFilter(query, "status");
      const rows = sandbox.world.affiliates.where(
        (row) => row.companyId === company.id && passes(statuses, row.status),
      );
      return ok(page(rows, query, (row) => shapeOf(sandbox.world, row)));
    },
  },
  {
    method: "POST",
    path: "/affiliates",
    permissions: ["affiliate:create"],
    run({ sandbox, body, effect }) {
      const { world } = sandbox;
      const input = readBody(NewAffiliate, body);
      const company = installedCompany(world, input.company_id, "company_id");
      if (!input.user_identifier) throw missing("user_identifier");
      const user = world.users.first((row) =>
        [row.id, row.username, row.email].some((value) => value === input.user_identifier),
      );
      if (!user) throw notFound(`User ${input.user_identifier}`);
      const known = world.affiliates.first((row) => row.companyId === company.id && row.userId === user.id);
      if (known) return ok(shapeOf(world, known));
      const now = world.clock.iso();
      const affiliate = world.affiliates.put({
        id: newId("aff"),
        companyId: company.id,
        userId: user.id,
        status: "active",
        createdAt: now,
        updatedAt: now,
      });
      effect("affiliate.created", shapeOf(world, affiliate));
      return created(shapeOf(world, affiliate));
    },
  },
  {
    method: "GET",
    path: "/affiliates/:id",
    permissions: ["affiliate:basic:read"],
    run: ({ sandbox, params }) => ok(shapeOf(sandbox.world, sandbox.world.affiliates.get(params.id))),
  },
];
