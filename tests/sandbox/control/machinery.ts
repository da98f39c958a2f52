import { z } from "zod";
import { ApiError, notFound } from "#tests/sandbox/http/errors.ts";
import type { Delivery } from "#tests/sandbox/sender/delivery.ts";
import { mergeSettings, SettingsPatch } from "#tests/sandbox/settings.ts";
import { applySignedMetadata } from "#tests/sandbox/world/seed.ts";
import { ANSWERED, type ControlCall, type ControlRoute, Reply, read } from "./route.ts";

const MOST_LISTED = 5_000;

const Advance = z.strictObject({
  advanceSeconds: z
    .number()
    .int()
    .min(0)
    .max(10 * 366 * 86_400),
});

const RawWebhook = z.strictObject({
  type: z.string().min(1),
  data: z.unknown(),
  companyId: z.string().nullish(),
  id: z.string().min(1).optional(),
  shape: z.enum(["nested", "flat"]).optional(),
  signature: z.enum(["valid", "forged", "stale", "future", "missing", "unknown_version"]).default("valid"),
  retries: z.boolean().default(false),
});

const SeededMetadata = z.record(z.string(), z.record(z.string(), z.unknown()));

function deliveryShape(delivery: Delivery) {
  const last = delivery.attempts.at(-1);
  return {
    id: delivery.id,
    copy: delivery.copy,
    type: delivery.type,
    url: delivery.url,
    status: delivery.status,
    responseStatus: last?.status ?? null,
    companyId: delivery.companyId,
    signature: delivery.signature,
    time: delivery.createdAt,
    nextAttemptAt: delivery.nextAttemptAt,
    attempts: delivery.attempts,
    body: delivery.body,
  };
}

/** `?since=` is an instant, `?limit=` how many of the newest. */
function since<Entry>(entries: Entry[], query: URLSearchParams, at: (entry: Entry) => string): Entry[] {
  const after = Date.parse(query.get("since") ?? "");
  const limit = Math.min(Number(query.get("limit") ?? MOST_LISTED) || MOST_LISTED, MOST_LISTED);
  const chosen = Number.isNaN(after) ? entries : entries.filter((entry) => Date.parse(at(entry)) >= after);
  return chosen.slice(0, limit);
}

/** Tells the host page that something happened; the page then asks for what it shows. */
function stream({ sandbox, exchange }: ControlCall): typeof ANSWERED {
  const { response } = exchange;
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  response.write(": ready\n\n");
  let waiting: NodeJS.Timeout | null = null;
  const onChange = () => {
    waiting ??= setTimeout(() => {
      waiting = null;
      response.write("data: change\n\n");
    }, 100);
  };
  sandbox.world.signals.on("change", onChange);
  response.on("close", () => {
    sandbox.world.signals.off("change", onChange);
    if (waiting) clearTimeout(waiting);
  });
  return ANSWERED;
}

export const machineryRoutes: ControlRoute[] = [
  {
    method: "GET",
    path: "/sandbox/clock",
    run({ sandbox, query, exchange }) {
      const reading = sandbox.world.clock.read();
      const follower = query.get("follower");
      if (follower)
        exchange.response.once("finish", () =>
          sandbox.world.clock.followerHas(follower, reading.offsetSeconds),
        );
      return reading;
    },
  },
  {
    method: "POST",
    path: "/sandbox/clock",
    async run({ sandbox, body }) {
      if (!sandbox.allowClockControl) throw new ApiError(403, "forbidden", "This sandbox keeps real time.");
      await sandbox.world.clock.advance(read(Advance, body).advanceSeconds);
      sandbox.world.changed("clock");
      return sandbox.world.clock.read();
    },
  },
  {
    method: "GET",
    path: "/sandbox/settings",
    run: ({ sandbox }) => sandbox.world.settings,
  },
  {
    method: "PUT",
    path: "/sandbox/settings",
    run({ sandbox, api, body }) {
      const patch = read(SettingsPatch, body);
      sandbox.world.settings = mergeSettings(sandbox.world.settings, patch);
      if (patch.faults) api.faults.set(sandbox.world.settings.faults);
      if (patch.rateLimitPerMinute) api.rateLimit.clear();
      sandbox.sender.resume();
      sandbox.world.changed("settings");
      return sandbox.world.settings;
    },
  },
  {
    method: "GET",
    path: "/sandbox/deliveries",
    run({ sandbox, query }) {
      const wanted = (name: string, value: string) => (query.get(name) ?? value) === value;
      const found = sandbox.sender.log
        .newestFirst()
        .filter((row) => wanted("type", row.type) && wanted("id", row.id) && wanted("status", row.status));
      return { data: since(found, query, (row) => row.createdAt).map(deliveryShape) };
    },
  },
  {
    method: "POST",
    path: "/sandbox/deliveries/flush",
    run: ({ sandbox }) => sandbox.sender.flush(),
  },
  {
    method: "POST",
    path: "/sandbox/deliveries/:id/resend",
    run({ sandbox, params }) {
      const delivery = sandbox.sender.resend(params.id ?? "");
      if (!delivery) throw notFound(`Delivery ${params.id ?? ""}`);
      return new Reply(202, { id: delivery.id });
    },
  },
  {
    method: "POST",
    path: "/sandbox/webhooks",
    run({ sandbox, body }) {
      const input = read(RawWebhook, body);
      const companyId = input.companyId ?? null;
      const id = sandbox.events.emitRaw({ ...input, companyId, data: input.data ?? {} });
      return new Reply(202, { id });
    },
  },
  {
    method: "GET",
    path: "/sandbox/effects",
    run({ sandbox, query }) {
      const kind = query.get("kind");
      const found = sandbox.world.effects.newestFirst().filter((row) => kind === null || row.kind === kind);
      return { data: since(found, query, (row) => row.at) };
    },
  },
  {
    method: "GET",
    path: "/sandbox/requests",
    run: ({ sandbox, query }) => ({
      data: since(sandbox.world.requests.newestFirst(), query, (row) => row.at),
    }),
  },
  {
    /** The app signs the metadata of the links it was seeded with; only it knows how. */
    method: "PUT",
    path: "/sandbox/checkout_configurations/metadata",
    run({ sandbox, body }) {
      const { world } = sandbox;
      const byConfiguration = read(SeededMetadata, body);
      Object.assign(world.signedMetadata, byConfiguration);
      applySignedMetadata(world);
      world.changed("metadata");
      return { configurations: Object.keys(byConfiguration).length };
    },
  },
  {
    method: "POST",
    path: "/sandbox/reset",
    run({ sandbox, api }) {
      sandbox.reset();
      api.faults.set([]);
      api.rateLimit.clear();
      api.idempotency.load([]);
      sandbox.world.changed("reset");
      return { reset: true };
    },
  },
  { method: "GET", path: "/sandbox/stream", run: stream },
];
