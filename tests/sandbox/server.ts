import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { Api } from "./api/api.ts";
import { checkoutPages } from "./checkout/routes.ts";
import { control } from "./control/control.ts";
import { createProxy } from "./host/proxy.ts";
import { hostPages } from "./host/routes.ts";
import { serverError } from "./http/errors.ts";
import { Exchange } from "./http/exchange.ts";
import { readManifest } from "./manifest.ts";
import { readSnapshot, restore, Saver } from "./persistence.ts";
import type { Sandbox } from "./sandbox.ts";
import { Events } from "./sender/events.ts";
import { Sender } from "./sender/sender.ts";
import { defaultSettings } from "./settings.ts";
import { newKeyPair, Tokens } from "./tokens.ts";
import { seedWorld } from "./world/seed.ts";
import { World } from "./world/world.ts";

export type SandboxOptions = {
  /** 0 for any free port; the proxy then takes any other, else the next one. */
  port?: number;
  appOrigin: string;
  apiKey: string;
  appId: string;
  /** The first signs; all of them while a secret is being rotated. */
  webhookSecrets: readonly string[];
  /** Begin with the seeded community; true unless said otherwise. */
  seed?: boolean;
  /** Keep the world in this folder over restarts. */
  dataDir?: string;
  /** Ignore what the folder holds. */
  fresh?: boolean;
  allowClockControl?: boolean;
  /** Instead of those in whop.config.json. */
  permissions?: readonly string[];
};

export type RunningSandbox = {
  origin: string;
  proxyOrigin: string;
  world: World;
  stop(): Promise<void>;
};

const HOST = "127.0.0.1";

export async function startSandbox(options: SandboxOptions): Promise<RunningSandbox> {
  const manifest = readManifest();
  const world = new World(options.permissions ?? manifest.permissions);
  const sender = new Sender(world, options.webhookSecrets);
  const file = options.dataDir ? join(options.dataDir, "sandbox.json") : null;
  const snapshot = file && !options.fresh ? readSnapshot(file) : null;
  const keys = snapshot?.keys ?? (await newKeyPair());
  const fill = () => {
    if (options.seed !== false) seedWorld(world, world.clock.now());
    addAppWebhook(world, options, manifest.events);
  };
  const sandbox: Sandbox = {
    world,
    sender,
    events: new Events(world, sender),
    tokens: await Tokens.create(keys, options.appId, world.clock),
    appId: options.appId,
    apiKey: options.apiKey,
    appOrigin: options.appOrigin,
    allowClockControl: options.allowClockControl ?? true,
    origin: "",
    proxyOrigin: "",
    reset() {
      sender.clear();
      for (const table of Object.values(world.tables())) table.load([]);
      world.effects.load([]);
      world.requests.load([]);
      world.settings = defaultSettings();
      world.clock.set(0);
      fill();
    },
  };
  const api = new Api(sandbox);
  if (snapshot) {
    restore(snapshot, { world, sender, idempotency: api.idempotency });
    api.faults.set(world.settings.faults);
  } else fill();
  addAppWebhook(world, options, manifest.events);
  const server = createServer((request, response) => {
    const exchange = new Exchange(request, response);
    void route(sandbox, api, exchange).catch((error) => {
      console.error("sandbox:", error);
      exchange.json(500, serverError().body());
    });
  });
  const proxy = createProxy(sandbox);
  sandbox.origin = `http://localhost:${await listen(server, options.port ?? 0)}`;
  sandbox.proxyOrigin = `http://localhost:${await listen(proxy, options.port ? options.port + 1 : 0)}`;
  const saver = file ? new Saver(file, { world, sender, idempotency: api.idempotency, keys }) : null;
  sender.resume();
  return {
    origin: sandbox.origin,
    proxyOrigin: sandbox.proxyOrigin,
    world,
    async stop() {
      sender.stop();
      await Promise.all([close(server), close(proxy)]);
      saver?.stop();
    },
  };
}

async function route(sandbox: Sandbox, api: Api, exchange: Exchange): Promise<void> {
  const { path } = exchange;
  if (path.startsWith("/api/v1/")) return api.answer(exchange);
  if (path === "/.well-known/jwks.json") return exchange.json(200, sandbox.tokens.keySet());
  if (path.startsWith("/sandbox/")) return control(sandbox, api, exchange);
  if (path.startsWith("/checkout/")) return checkoutPages(sandbox, exchange);
  return hostPages(sandbox, exchange);
}

/** The webhook that an owner makes once in the app's dashboard; its address follows the app's origin. */
function addAppWebhook(world: World, options: SandboxOptions, events: string[]): void {
  const known = world.webhooks.find("hook_app");
  world.webhooks.put({
    id: "hook_app",
    resourceId: options.appId.startsWith("app_") ? options.appId : `app_${options.appId}`,
    url: `${options.appOrigin}/api/webhooks/whop`,
    events,
    enabled: known?.enabled ?? true,
    secret: null,
    createdAt: known?.createdAt ?? world.clock.iso(),
  });
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, HOST, () => resolve(asPort(server.address())));
  });
}

function asPort(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("The sandbox has no port.");
  return address.port;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
