import { z } from "zod";
import { badRequest } from "#tests/sandbox/http/errors.ts";
import { flatMembership } from "#tests/sandbox/shape/flat.ts";
import { nestedMembership } from "#tests/sandbox/shape/nested.ts";
import { isFlat, tenantField } from "#tests/sandbox/shape/version.ts";
import { addFreeDays, cancelMembership, setCancelAtPeriodEnd } from "#tests/sandbox/story/memberships.ts";
import type { Membership } from "#tests/sandbox/world/entities.ts";
import type { World } from "#tests/sandbox/world/world.ts";
import { companyFilter, createdWindow, listFilter, Metadata, passes, readBody } from "./input.ts";
import { type Call, type Operation, ok } from "./operation.ts";
import { page } from "./paging.ts";

const READ = ["member:basic:read", "member:email:read"];
const MANAGE = ["member:manage", ...READ];

const FreeDays = z.object({ free_days: z.number().int().min(1).max(1095) });
const Days = z.object({ days: z.number().int().min(1).max(1095) });
const Cancel = z.object({ cancellation_mode: z.enum(["at_period_end", "immediate"]).nullish() });
const Update = z.object({ metadata: Metadata.nullish(), cancel_at_period_end: z.boolean().nullish() });

function shapeOf(world: World, membership: Membership, version: string) {
  return isFlat(version, "memberships")
    ? flatMembership(world, membership)
    : nestedMembership(world, membership);
}

function changed(call: Call, membership: Membership, kind: string, details: Record<string, unknown> = {}) {
  const shape = shapeOf(call.sandbox.world, membership, call.version);
  call.effect(kind, { ...shape, ...details });
  return ok(shape);
}

function extend(call: Call, days: number) {
  const membership = call.sandbox.world.memberships.get(call.params.id);
  const before = membership.periodEnd;
  addFreeDays(call.sandbox.world, membership, days);
  return changed(call, membership, "membership.free_days_added", {
    free_days: days,
    previous_period_end: before,
  });
}

export const memberships: Operation[] = [
  {
    method: "GET",
    path: "/memberships",
    permissions: READ,
    run({ sandbox, query, version }) {
      const { world } = sandbox;
      const flat = isFlat(version, "memberships");
      const inCompany = companyFilter(world, query, tenantField(flat));
      const inWindow = createdWindow(query);
      const filters: [string[] | null, (row: Membership) => string | null][] = [
        [listFilter(query, flat ? "user_id" : "user_ids"), (row) => row.userId],
        [listFilter(query, flat ? "product_id" : "product_ids"), (row) => row.productId],
        [listFilter(query, flat ? "plan_id" : "plan_ids"), (row) => row.planId],
        [listFilter(query, flat ? "status" : "statuses"), (row) => row.status],
        [listFilter(query, "promo_code_ids"), (row) => row.promoCodeId],
      ];
      const rows = world.memberships.where(
        (row) =>
          inCompany(row.companyId) &&
          inWindow(row.createdAt) &&
          filters.every(([filter, field]) => passes(filter, field(row))),
      );
      return ok(page(rows, query, (row) => shapeOf(world, row, version)));
    },
  },
  {
    method: "GET",
    path: "/memberships/:id",
    permissions: READ,
    run({ sandbox, params, version }) {
      return ok(shapeOf(sandbox.world, sandbox.world.memberships.get(params.id), version));
    },
  },
  {
    method: "PATCH",
    path: "/memberships/:id",
    permissions: MANAGE,
    run(call) {
      const { world } = call.sandbox;
      const membership = world.memberships.get(call.params.id);
      const input = readBody(Update, call.body);
      const flat = isFlat(call.version, "memberships");
      if (input.metadata !== undefined)
        membership.metadata = flat ? { ...membership.metadata, ...input.metadata } : input.metadata;
      if (flat && typeof input.cancel_at_period_end === "boolean")
        setCancelAtPeriodEnd(call.sandbox, membership, input.cancel_at_period_end);
      membership.updatedAt = world.clock.iso();
      return changed(call, membership, "membership.updated");
    },
  },
  {
    method: "POST",
    path: "/memberships/:id/add_free_days",
    permissions: MANAGE,
    run: (call) => extend(call, readBody(FreeDays, call.body).free_days),
  },
  {
    method: "POST",
    path: "/memberships/:id/extend",
    permissions: MANAGE,
    run: (call) => extend(call, readBody(Days, call.body).days),
  },
  {
    method: "POST",
    path: "/memberships/:id/cancel",
    permissions: ["membership:cancel", ...READ],
    run(call) {
      const membership = call.sandbox.world.memberships.get(call.params.id);
      const mode = isFlat(call.version, "memberships")
        ? "immediate"
        : (readBody(Cancel, call.body).cancellation_mode ?? "at_period_end");
      if (mode === "immediate") cancelMembership(call.sandbox, membership);
      else setCancelAtPeriodEnd(call.sandbox, membership, true);
      return changed(call, membership, "membership.canceled", { cancellation_mode: mode });
    },
  },
  {
    method: "POST",
    path: "/memberships/:id/uncancel",
    permissions: MANAGE,
    run(call) {
      const membership = call.sandbox.world.memberships.get(call.params.id);
      if (!membership.cancelAtPeriodEnd) throw badRequest("This membership is not scheduled to cancel.");
      setCancelAtPeriodEnd(call.sandbox, membership, false);
      return changed(call, membership, "membership.uncanceled");
    },
  },
  {
    method: "POST",
    path: "/memberships/:id/pause",
    permissions: MANAGE,
    run(call) {
      const membership = call.sandbox.world.memberships.get(call.params.id);
      membership.collectionPaused = true;
      membership.updatedAt = call.sandbox.world.clock.iso();
      return changed(call, membership, "membership.paused");
    },
  },
  {
    method: "POST",
    path: "/memberships/:id/resume",
    permissions: MANAGE,
    run(call) {
      const membership = call.sandbox.world.memberships.get(call.params.id);
      membership.collectionPaused = false;
      membership.updatedAt = call.sandbox.world.clock.iso();
      return changed(call, membership, "membership.resumed");
    },
  },
];
