import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import {
  eventPermissions,
  Manifest,
  manifest,
  neededPermissions,
  operationPermissions,
} from "#lib/whop/manifest.ts";
import { handlers } from "#webhooks/registry.ts";

const file = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

it("the manifest asks for exactly the permissions that our calls and webhooks need", () => {
  expect(manifest.permissions.map(({ name }) => name).sort()).toEqual(neededPermissions());
});

it("every permission has a justification of its own", () => {
  const reasons = manifest.permissions.map(({ reason }) => reason);
  expect(new Set(reasons).size).toBe(reasons.length);
});

it("the manifest subscribes to exactly the events that have a handler", () => {
  expect([...manifest.webhooks.events].sort()).toEqual([...handlers.keys()].sort());
  expect(Object.keys(eventPermissions).sort()).toEqual([...handlers.keys()].sort());
});

it("every operation whose permissions are listed is one that the adapter performs", () => {
  const adapter = file("lib/whop/sdk.ts");
  for (const operation of Object.keys(operationPermissions)) expect(adapter).toContain(`"${operation}"`);
});

it("the adapter makes no call of the SDK beside those", () => {
  const called = [...file("lib/whop/sdk.ts").matchAll(/client\s*\.(\w+)\s*\.(\w+)\(/g)].map(
    (m) => `${m[1]}.${m[2]}`,
  );
  expect(called.sort()).toEqual(
    [
      "checkoutConfigurations.create",
      "companies.retrieve",
      "disputes.list",
      "experiences.retrieve",
      "memberships.addFreeDays",
      "memberships.list",
      "memberships.retrieve",
      "notifications.create",
      "payments.list",
      "payments.listFees",
      "plans.list",
      "products.list",
      "promoCodes.create",
      "promoCodes.delete",
      "promoCodes.list",
      "promoCodes.retrieve",
      "transfers.create",
      "transfers.list",
      "refunds.list",
      "users.checkAccess",
      "users.retrieve",
      "webhooks.list",
    ].sort(),
  );
});

it.each([
  ["an unknown field", { ...manifest, extra: true }],
  [
    "a permission without a reason",
    { ...manifest, permissions: [{ name: "plan:basic:read", required: true }] },
  ],
  ["a view without its placeholder", { ...manifest, views: { ...manifest.views, dashboard: "/dashboard" } }],
])("a manifest with %s is refused", (_what, wrong) => {
  expect(Manifest.safeParse(wrong).success).toBe(false);
});
