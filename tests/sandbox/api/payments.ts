import { z } from "zod";
import { badRequest } from "#tests/sandbox/http/errors.ts";
import { flatDispute, flatPayment, flatRefund } from "#tests/sandbox/shape/flat.ts";
import {
  nestedDispute,
  nestedDisputeListed,
  nestedPayment,
  nestedRefund,
  nestedRefundListed,
} from "#tests/sandbox/shape/nested.ts";
import { isFlat, tenantField } from "#tests/sandbox/shape/version.ts";
import { refundPayment } from "#tests/sandbox/story/refunds.ts";
import type { Payment } from "#tests/sandbox/world/entities.ts";
import { toMinor } from "#tests/sandbox/world/money.ts";
import type { World } from "#tests/sandbox/world/world.ts";
import {
  companyFilter,
  createdWindow,
  installedCompany,
  listFilter,
  passes,
  readBody,
  window,
} from "./input.ts";
import { type Operation, ok } from "./operation.ts";
import { page } from "./paging.ts";

const READ = [
  "payment:basic:read",
  "plan:basic:read",
  "access_pass:basic:read",
  "member:email:read",
  "member:basic:read",
  "member:phone:read",
  "promo_code:basic:read",
];
const DETAIL = [...READ, "payment:dispute:read", "payment:resolution_center_case:read"];
const DISPUTES = [
  "payment:dispute:read",
  "plan:basic:read",
  "access_pass:basic:read",
  "company:basic:read",
  "payment:basic:read",
];

const RefundInput = z.object({ partial_amount: z.number().positive().nullish() });

/** Plural filters of the nested shape, and the singular ones that replaced them. */
const FILTERS: [plural: string, singular: string, field: (row: Payment) => string | null][] = [
  ["billing_reasons", "billing_reason", (row) => row.billingReason],
  ["checkout_configuration_ids", "checkout_configuration_id", (row) => row.checkoutConfigurationId],
  ["currencies", "currency", (row) => row.currency],
  ["plan_ids", "plan_id", (row) => row.planId],
  ["product_ids", "product_id", (row) => row.productId],
  ["statuses", "status", (row) => row.status],
  ["substatuses", "substatus", (row) => row.substatus],
];

function shapeOf(world: World, payment: Payment, version: string) {
  return isFlat(version, "payments") ? flatPayment(world, payment) : nestedPayment(world, payment);
}

function selectPayments(world: World, query: URLSearchParams, flat: boolean): Payment[] {
  if (flat)
    for (const [plural] of FILTERS)
      if (listFilter(query, plural)) throw badRequest(`Unknown parameter: ${plural}. Use the singular form.`);
  const filters = FILTERS.map(
    ([plural, singular, field]) => [listFilter(query, flat ? singular : plural), field] as const,
  );
  const inCompany = companyFilter(world, query, tenantField(flat));
  const createdIn = createdWindow(query);
  const updatedIn = window(query, "updated_after", "updated_before");
  const text = query.get("query")?.toLowerCase() ?? null;
  return world.payments.where((row) => {
    if (!inCompany(row.companyId) || !createdIn(row.createdAt) || !updatedIn(row.updatedAt)) return false;
    if (!filters.every(([filter, field]) => passes(filter, field(row)))) return false;
    if (query.get("include_free") === "false" && row.total === 0) return false;
    if (text === null) return true;
    const user = world.users.get(row.userId);
    return [row.id, user.name, user.username ?? "", user.email].some((field) =>
      field.toLowerCase().includes(text),
    );
  });
}

export const payments: Operation[] = [
  {
    method: "GET",
    path: "/payments",
    permissions: READ,
    run({ sandbox, query, version }) {
      const rows = selectPayments(sandbox.world, query, isFlat(version, "payments"));
      return ok(page(rows, query, (row) => shapeOf(sandbox.world, row, version)));
    },
  },
  {
    method: "GET",
    path: "/payments/:id",
    permissions: DETAIL,
    run({ sandbox, params, version }) {
      return ok(shapeOf(sandbox.world, sandbox.world.payments.get(params.id), version));
    },
  },
  {
    method: "POST",
    path: "/payments/:id/refund",
    permissions: ["payment:manage", ...DETAIL],
    run({ sandbox, params, body, version, effect }) {
      const payment = sandbox.world.payments.get(params.id);
      const { partial_amount } = readBody(RefundInput, body);
      const amount = partial_amount ? toMinor(partial_amount, payment.currency) : null;
      const refund = refundPayment(sandbox, payment, amount, "succeeded");
      effect("payment.refunded", nestedRefundListed(refund));
      return ok(shapeOf(sandbox.world, payment, version));
    },
  },
  {
    method: "GET",
    path: "/refunds",
    permissions: ["payment:basic:read"],
    run({ sandbox, query, version }) {
      const { world } = sandbox;
      const flat = isFlat(version, "payments");
      const inCompany = companyFilter(world, query, tenantField(flat));
      const paymentIds = listFilter(query, "payment_id");
      const userIds = listFilter(query, "user_id");
      const inWindow = createdWindow(query);
      const rows = world.refunds.where(
        (row) =>
          inCompany(row.companyId) &&
          inWindow(row.createdAt) &&
          passes(paymentIds, row.paymentId) &&
          passes(userIds, row.userId),
      );
      return ok(page(rows, query, (row) => (flat ? flatRefund(row) : nestedRefundListed(row))));
    },
  },
  {
    method: "GET",
    path: "/refunds/:id",
    permissions: READ.filter((permission) => permission !== "promo_code:basic:read"),
    run({ sandbox, params, version }) {
      const refund = sandbox.world.refunds.get(params.id);
      return ok(isFlat(version, "payments") ? flatRefund(refund) : nestedRefund(sandbox.world, refund));
    },
  },
  {
    method: "GET",
    path: "/disputes",
    permissions: DISPUTES,
    run({ sandbox, query, version }) {
      const { world } = sandbox;
      const flat = isFlat(version, "disputes");
      const company = installedCompany(world, query.get(tenantField(flat)), tenantField(flat));
      const inWindow = createdWindow(query);
      const rows = world.disputes.where((row) => row.companyId === company.id && inWindow(row.createdAt));
      return ok(
        page(rows, query, (row) => (flat ? flatDispute(world, row) : nestedDisputeListed(world, row))),
      );
    },
  },
  {
    method: "GET",
    path: "/disputes/:id",
    permissions: [...DISPUTES, "member:email:read", "member:basic:read", "member:phone:read"],
    run({ sandbox, params, version }) {
      const dispute = sandbox.world.disputes.get(params.id);
      return ok(
        isFlat(version, "disputes")
          ? flatDispute(sandbox.world, dispute)
          : nestedDispute(sandbox.world, dispute),
      );
    },
  },
];
