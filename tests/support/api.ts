import { fetchHandler } from "#app/_edge/fetch-handler.ts";
import { createApi } from "#app/api/v1/_routes/api.ts";
import { openDatabase } from "#db/client.ts";
import { createLogger } from "#lib/core/log.ts";
import { deriveSecrets } from "#lib/core/secrets.ts";
import { openIdentity } from "#lib/identity/index.ts";
import type { AppServices } from "#lib/runtime/services.ts";
import { createWhopPlatform } from "#lib/whop/index.ts";
import { type RunningSandbox, startSandbox } from "#tests/sandbox/server.ts";
import { addCompany, addUser, joinQuietly, type NewCompany } from "#tests/sandbox/world/arrivals.ts";
import { collectJobs, testSecret } from "./context.ts";
import { createTestDatabase, type TestDatabase } from "./database.ts";
import { unique } from "./factories.ts";

export const appId = "app_referlytests";
const apiKey = "sandbox_api_key_for_tests";

export type Answer = { status: number; headers: Headers; body: unknown };

export type CallOptions = {
  token?: string | null;
  query?: Record<string, string>;
  body?: unknown;
  headers?: Record<string, string>;
};

/** Two members and the team of a community that the sandbox knows. */
export type TestCommunity = {
  companyId: string;
  experienceId: string;
  planId: string;
  ownerId: string;
  memberId: string;
  otherMemberId: string;
};

export type TestApi = {
  services: AppServices & { jobs: ReturnType<typeof collectJobs> };
  sandbox: RunningSandbox;
  database: TestDatabase;
  /** Moves the app's clock, not the sandbox's. */
  advance(ms: number): void;
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  /** What `call` asks, for requests that it cannot make. */
  handle(request: Request): Promise<Response>;
  token(userId: string, expiresInSeconds?: number): Promise<string>;
  settings(patch: Record<string, unknown>): Promise<void>;
  community(): TestCommunity;
  close(): Promise<void>;
};

export type TestApiOptions = {
  writesPerMinute?: number;
  /** Where tokens are proven; the sandbox's own key set when left out. */
  jwksUrl?: string;
};

/** The whole API on a real database and on the sandbox through the real adapter; no server in front of it. */
export async function openTestApi(options: TestApiOptions = {}): Promise<TestApi> {
  const database = await createTestDatabase();
  const webhookSecrets = [`ws_${"5a".repeat(32)}`];
  const sandbox = await startSandbox({
    appOrigin: "http://localhost:9",
    apiKey,
    appId,
    webhookSecrets,
    seed: false,
  });
  await put(sandbox, "settings", { rateLimitPerMinute: 100_000, delivery: { mode: "paused" } });
  const log = createLogger("test", "silent");
  let offsetMs = 0;
  const base = {
    db: openDatabase(database.appUrl, { max: 4, hotMax: 2, applicationName: "referly-test" }),
    whop: createWhopPlatform({ apiKey, appId, baseUrl: `${sandbox.origin}/api/v1`, log }),
    jobs: collectJobs(),
    clock: { now: () => new Date(Date.now() + offsetMs) },
    secrets: deriveSecrets(testSecret),
    origins: { app: "http://localhost:3000", whop: [sandbox.origin] },
    log,
  };
  const jwksUrl = options.jwksUrl ?? `${sandbox.origin}/.well-known/jwks.json`;
  const services = { ...base, identity: openIdentity(base, { appId, jwksUrl }), gauges: new Map() };
  const api = fetchHandler(createApi(services, { writesPerMinute: options.writesPerMinute ?? 100_000 }));

  return {
    services,
    sandbox,
    database,
    handle: api,
    advance: (ms) => {
      offsetMs += ms;
    },
    async call(method, path, { token, query, body, headers } = {}) {
      const url = new URL(path, "http://localhost:3000");
      for (const [name, value] of Object.entries(query ?? {})) url.searchParams.append(name, value);
      const init: RequestInit = {
        method,
        headers: { ...(token ? { "x-whop-user-token": token } : {}), ...headers },
      };
      if (body !== undefined) {
        init.body = typeof body === "string" ? body : JSON.stringify(body);
        init.headers = { "content-type": "application/json", ...init.headers };
      }
      const response = await api(new Request(url, init));
      const isTable = response.headers.get("content-type")?.startsWith("text/csv");
      const answered = isTable ? await response.text() : await response.json();
      return { status: response.status, headers: response.headers, body: answered };
    },
    async token(userId, expiresInSeconds) {
      const body = JSON.stringify({
        userId,
        ...(expiresInSeconds === undefined ? {} : { expiresInSeconds }),
      });
      const answer = await fetch(`${sandbox.origin}/sandbox/tokens`, { method: "POST", body });
      const read: unknown = await answer.json();
      return String(Reflect.get(Object(read), "token"));
    },
    settings: (patch) => put(sandbox, "settings", patch),
    community: () => communityOf(sandbox, addCompany(sandbox.world, unique("Community "), unique("c"))),
    async close() {
      await services.db.close();
      await sandbox.stop();
      await database.drop();
    },
  };
}

function communityOf({ world }: RunningSandbox, made: NewCompany): TestCommunity {
  const join = (name: string) => {
    const handle = unique(name);
    const user = addUser(world, {
      name: `${name} ${handle}`,
      email: `${handle}@inbox.test`,
      username: handle,
    });
    joinQuietly(world, user, made.experience);
    return user.id;
  };
  const [plan] = made.plans;
  if (!plan) throw new Error("The sandbox made a community that sells nothing");
  return {
    companyId: made.company.id,
    experienceId: made.experience.id,
    planId: plan.id,
    ownerId: made.owner.id,
    memberId: join("ann"),
    otherMemberId: join("bob"),
  };
}

async function put(sandbox: RunningSandbox, what: string, body: Record<string, unknown>): Promise<void> {
  const answer = await fetch(`${sandbox.origin}/sandbox/${what}`, {
    method: "PUT",
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`The sandbox refused ${what}: ${await answer.text()}`);
}
