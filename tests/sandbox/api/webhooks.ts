import { z } from "zod";
import { missing } from "#tests/sandbox/http/errors.ts";
import { isFlat } from "#tests/sandbox/shape/version.ts";
import type { WebhookEndpoint } from "#tests/sandbox/world/entities.ts";
import { newId, newSecret } from "#tests/sandbox/world/ids.ts";
import { readBody } from "./input.ts";
import { created, type Operation, ok } from "./operation.ts";
import { page } from "./paging.ts";

const PERMISSIONS = ["developer:manage_webhook"];

const NewWebhook = z.object({
  url: z.url({ protocol: /^https?$/ }),
  events: z.array(z.string()).nullish(),
  enabled: z.boolean().nullish(),
  resource_id: z.string().nullish(),
});

const WebhookUpdate = NewWebhook.partial();

function shapeOf(endpoint: WebhookEndpoint) {
  return {
    id: endpoint.id,
    api_version: "v1",
    child_resource_events: false,
    enabled: endpoint.enabled,
    events: endpoint.events ?? [],
    testable_events: endpoint.events ?? [],
    resource_id: endpoint.resourceId,
    url: endpoint.url,
    created_at: endpoint.createdAt,
  };
}

export const webhooks: Operation[] = [
  {
    method: "GET",
    path: "/webhooks",
    permissions: PERMISSIONS,
    run({ sandbox, query }) {
      const resource = query.get("company_id") ?? query.get("account_id") ?? query.get("resource_id");
      if (!resource) throw missing("company_id");
      const rows = sandbox.world.webhooks.where((row) => row.resourceId === resource);
      return ok(page(rows, query, shapeOf));
    },
  },
  {
    method: "POST",
    path: "/webhooks",
    permissions: PERMISSIONS,
    run({ sandbox, body, effect }) {
      const input = readBody(NewWebhook, body);
      if (!input.resource_id) throw missing("resource_id");
      const secret = newSecret();
      const endpoint = sandbox.world.webhooks.put({
        id: newId("hook"),
        resourceId: input.resource_id,
        url: input.url,
        events: input.events ?? null,
        enabled: input.enabled ?? true,
        secret,
        createdAt: sandbox.world.clock.iso(),
      });
      effect("webhook.created", shapeOf(endpoint));
      return created({ ...shapeOf(endpoint), webhook_secret: secret });
    },
  },
  {
    method: "GET",
    path: "/webhooks/:id",
    permissions: PERMISSIONS,
    run: ({ sandbox, params }) => ok(shapeOf(sandbox.world.webhooks.get(params.id))),
  },
  {
    method: "PATCH",
    path: "/webhooks/:id",
    permissions: PERMISSIONS,
    run({ sandbox, params, body, effect }) {
      const endpoint = sandbox.world.webhooks.get(params.id);
      const input = readBody(WebhookUpdate, body);
      if (input.url) endpoint.url = input.url;
      if (input.events !== undefined) endpoint.events = input.events;
      if (typeof input.enabled === "boolean") endpoint.enabled = input.enabled;
      effect("webhook.updated", shapeOf(endpoint));
      return ok(shapeOf(endpoint));
    },
  },
  {
    method: "DELETE",
    path: "/webhooks/:id",
    permissions: PERMISSIONS,
    run({ sandbox, params, version, effect }) {
      const endpoint = sandbox.world.webhooks.get(params.id);
      sandbox.world.webhooks.remove(endpoint.id);
      effect("webhook.deleted", { id: endpoint.id });
      return ok(isFlat(version, "deletes") ? { id: endpoint.id, deleted: true } : true);
    },
  },
  {
    method: "POST",
    path: "/webhooks/:id/test",
    permissions: PERMISSIONS,
    run({ sandbox, params, body }) {
      const endpoint = sandbox.world.webhooks.get(params.id);
      const { event } = readBody(z.object({ event: z.string().default("payment.succeeded") }), body);
      const companyId = endpoint.resourceId.startsWith("biz_") ? endpoint.resourceId : null;
      sandbox.events.emitRaw({ type: event, companyId, data: {}, signature: "valid", retries: false });
      return ok({ success: true });
    },
  },
];
