import { createServer, type IncomingHttpHeaders } from "node:http";
import Whop from "@whop/sdk";
import { COMMUNITY } from "#db/seed/community.ts";
import { type RunningSandbox, startSandbox } from "#tests/sandbox/server.ts";

export const API_KEY = "apik_contract_test";
export const APP_ID = "app_contracttest1";
export const SECRETS = [`ws_${"ab12".repeat(16)}`, `ws_${"cd34".repeat(16)}`];

/** Every permission that some call of the contract needs; single tests take some of them back. */
export const PERMISSIONS = [
  "company:basic:read",
  "access_pass:basic:read",
  "plan:basic:read",
  "plan:create",
  "plan:update",
  "plan:delete",
  "access_pass:create",
  "access_pass:update",
  "checkout_configuration:create",
  "checkout_configuration:basic:read",
  "member:basic:read",
  "member:email:read",
  "member:phone:read",
  "member:manage",
  "membership:cancel",
  "payment:basic:read",
  "payment:manage",
  "payment:dispute:read",
  "payment:resolution_center_case:read",
  "promo_code:basic:read",
  "promo_code:create",
  "promo_code:delete",
  "payout:transfer_funds",
  "payout:transfer:read",
  "notification:create",
  "developer:manage_webhook",
  "company:authorized_user:read",
  "affiliate:create",
  "affiliate:basic:read",
  "webhook_receive:payments",
  "webhook_receive:memberships",
  "webhook_receive:refunds",
  "webhook_receive:disputes",
];

export type Received = { headers: IncomingHttpHeaders; body: string };

/** Stands where the app would stand, keeps what arrives, and answers as it is told. */
export class Inbox {
  readonly received: Received[] = [];
  answer: (received: Received) => { status: number; headers?: Record<string, string> } = () => ({
    status: 200,
  });
  readonly #server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const received = { headers: request.headers, body: Buffer.concat(chunks).toString("utf8") };
      this.received.push(received);
      const { status, headers } = this.answer(received);
      response.writeHead(status, headers).end();
    });
  });

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("The inbox has no port.");
    return `http://localhost:${address.port}`;
  }

  events(): { type: string; data: Record<string, unknown>; [key: string]: unknown }[] {
    return this.received.map((entry) => JSON.parse(entry.body));
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

export type Bench = {
  sandbox: RunningSandbox;
  inbox: Inbox;
  whop: Whop;
  client(options?: { version?: string; apiKey?: string; timeout?: number }): Whop;
  control(method: "GET" | "POST" | "PUT", path: string, body?: unknown): Promise<ControlAnswer>;
  settle(): Promise<void>;
  close(): Promise<void>;
};

export type ControlAnswer = { status: number; body: Record<string, unknown> };

/** A sandbox of its own, the unmodified SDK pointed at it, and an inbox in the app's place. */
export async function openBench(): Promise<Bench> {
  const inbox = new Inbox();
  const sandbox = await startSandbox({
    appOrigin: await inbox.open(),
    apiKey: API_KEY,
    appId: APP_ID,
    webhookSecrets: SECRETS,
    permissions: PERMISSIONS,
  });
  const client: Bench["client"] = (options = {}) =>
    new Whop({
      apiKey: options.apiKey ?? API_KEY,
      appID: APP_ID,
      baseURL: `${sandbox.origin}/api/v1`,
      version: options.version ?? "2026-07-20",
      maxRetries: 0,
      timeout: options.timeout ?? 5_000,
    });
  const control: Bench["control"] = async (method, path, body) => {
    const response = await fetch(`${sandbox.origin}${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    return { status: response.status, body: JSON.parse(await response.text()) };
  };
  return {
    sandbox,
    inbox,
    whop: client(),
    client,
    control,
    settle: async () => {
      await control("POST", "/sandbox/deliveries/flush");
    },
    close: async () => {
      await sandbox.stop();
      await inbox.close();
    },
  };
}

export async function all<Row>(list: AsyncIterable<Row>): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const row of list) rows.push(row);
  return rows;
}

export async function failure(call: PromiseLike<unknown>): Promise<InstanceType<typeof Whop.APIError>> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Whop.APIError) return error;
    throw error;
  }
  throw new Error("The call was expected to fail.");
}

export async function newcomer(bench: Bench, name = "Nina Field"): Promise<string> {
  const email = `${name.replaceAll(" ", ".").toLowerCase()}@post.example`;
  const made = await bench.control("POST", "/sandbox/users", { name, email });
  return String(made.body.id);
}

/** Somebody new buys the monthly plan through a configuration that carries a link's metadata. */
export async function checkout(bench: Bench, more: Record<string, unknown> = {}) {
  const configuration = await bench.whop.checkoutConfigurations.create({
    account_id: COMMUNITY.companyId,
    plan_id: COMMUNITY.planIds.monthly,
    metadata: { referly: "1", rl: "link" },
  });
  const userId = await newcomer(bench);
  const purchaseUrl = configuration.purchase_url;
  const bought = await bench.control("POST", "/sandbox/checkout", { purchaseUrl, userId, ...more });
  return { configuration, userId, ...bought };
}
