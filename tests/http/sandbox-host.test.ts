import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, request, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeJwt } from "jose";
import { afterAll, beforeAll, expect, it } from "vitest";
import { COMMUNITY } from "#db/seed/community.ts";
import { type RunningSandbox, type SandboxOptions, startSandbox } from "#tests/sandbox/server.ts";
import { API_KEY, APP_ID, PERMISSIONS, SECRETS } from "./sandbox-client.ts";

const { personas, planIds, companyRoute } = COMMUNITY;
const folder = mkdtempSync(join(tmpdir(), "sandbox-"));

let app: Server;
let appOrigin: string;
let sandbox: RunningSandbox;

beforeAll(async () => {
  app = createServer((incoming, response) => {
    if (incoming.url === "/away") {
      response.writeHead(302, { location: `${appOrigin}/there` }).end();
      return;
    }
    response.writeHead(200, { "x-frame-options": "DENY", "content-type": "application/json" });
    response.end(JSON.stringify(incoming.headers));
  });
  app.on("upgrade", (incoming: IncomingMessage, socket) => {
    socket.write("HTTP/1.1 101 Switching Protocols\r\nupgrade: echo\r\nconnection: Upgrade\r\n\r\n");
    socket.end(`hello ${incoming.url} ${incoming.headers["x-whop-user-token"]}`);
  });
  await new Promise<void>((resolve) => app.listen(0, "127.0.0.1", resolve));
  const address = app.address();
  if (address === null || typeof address === "string") throw new Error("The app has no port.");
  appOrigin = `http://localhost:${address.port}`;
  sandbox = await startSandbox(options());
});
afterAll(async () => {
  await sandbox.stop();
  app.closeAllConnections();
  app.close();
  rmSync(folder, { recursive: true });
});

function options(more: Partial<SandboxOptions> = {}): SandboxOptions {
  return {
    appOrigin,
    apiKey: API_KEY,
    appId: APP_ID,
    webhookSecrets: SECRETS,
    permissions: PERMISSIONS,
    ...more,
  };
}

const post = (origin: string, path: string, body: unknown) =>
  fetch(`${origin}${path}`, { method: "POST", body: JSON.stringify(body) });

it("the proxy says who looks, whatever the browser claims, and lets the page be framed", async () => {
  const chosen = await fetch(`${sandbox.proxyOrigin}/_persona?user=${personas.owner}&to=/dashboard/x`, {
    redirect: "manual",
  });
  expect(chosen.headers.get("location")).toBe("/dashboard/x");
  const cookie = chosen.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  const seen = await fetch(`${sandbox.proxyOrigin}/page`, {
    headers: { cookie, "x-whop-user-token": "forged" },
  });
  expect(seen.headers.get("x-frame-options")).toBeNull();
  const headers = JSON.parse(await seen.text());
  expect(decodeJwt(headers["x-whop-user-token"])).toMatchObject({ sub: personas.owner, aud: APP_ID });
  expect(headers).toMatchObject({
    "x-whop-app-id": APP_ID,
    "x-forwarded-host": new URL(sandbox.proxyOrigin).host,
  });
});

it("a stranger reaches the app without a token, and nobody is led to another site", async () => {
  const seen = await fetch(`${sandbox.proxyOrigin}/page`, {
    headers: { cookie: "sandbox_persona=stranger", "x-whop-user-token": "forged" },
  });
  expect(JSON.parse(await seen.text())).not.toHaveProperty("x-whop-user-token");
  const away = await fetch(`${sandbox.proxyOrigin}/_persona?user=stranger&to=//evil.example`, {
    redirect: "manual",
  });
  expect(away.headers.get("location")).toBe("/");
  const inside = await fetch(`${sandbox.proxyOrigin}/away`, { redirect: "manual" });
  expect(inside.headers.get("location")).toBe(`${sandbox.proxyOrigin}/there`);
});

it("upgraded connections pass through, as a development server's do", async () => {
  const headers = { connection: "Upgrade", upgrade: "echo", "x-whop-user-token": "forged" };
  const answer = await new Promise<string>((resolve, reject) => {
    const asked = request(`${sandbox.proxyOrigin}/_next/hmr`, { headers });
    asked.on("upgrade", (_response, socket, head) => {
      let text = head.toString();
      socket.on("data", (chunk) => (text += String(chunk)));
      socket.on("end", () => resolve(text));
    });
    asked.on("error", reject);
    asked.end();
  });
  expect(answer).toBe("hello /_next/hmr undefined");
});

it("a visitor buys on the checkout page without scripts, and a refused card is said in words", async () => {
  const address = `${sandbox.origin}/checkout/${planIds.monthly}/`;
  const page = await (await fetch(address)).text();
  expect(page).toContain("Studio North Membership");
  const form = new URLSearchParams({
    userId: "new",
    name: "Ada <b>",
    email: "ada@post.example",
    outcome: "pay",
  });
  const paid = await fetch(address, { method: "POST", body: form });
  expect(paid.url).toContain("status=succeeded");
  expect(await paid.text()).toContain("Welcome, Ada &lt;b&gt;");
  form.set("outcome", "decline");
  expect(await (await fetch(address, { method: "POST", body: form })).text()).toContain(
    "The card was declined",
  );
  form.set("promoCode", "NOPE");
  const refused = await fetch(address, { method: "POST", body: form });
  expect(refused.status).toBe(400);
  expect(await refused.text()).toContain("The promo code NOPE does not exist.");
});

it("the host page, the company's page and unknown addresses answer as pages", async () => {
  expect(await (await fetch(`${sandbox.origin}/`)).text()).toContain("Maya Chen");
  expect(await (await fetch(`${sandbox.origin}/${companyRoute}`)).text()).toContain("Studio North");
  expect((await fetch(`${sandbox.origin}/nothing-here`)).status).toBe(404);
});

it("after the clock is moved every process that follows it has the new time", async () => {
  let offset = -1;
  const follow = setInterval(async () => {
    const answer = await fetch(`${sandbox.origin}/sandbox/clock?follower=worker`);
    offset = JSON.parse(await answer.text()).offsetSeconds;
  }, 200);
  try {
    await expect.poll(() => offset, { timeout: 30_000 }).toBe(0);
    const moved = await post(sandbox.origin, "/sandbox/clock", { advanceSeconds: 86_400 });
    expect(JSON.parse(await moved.text()).offsetSeconds).toBe(86_400);
    expect(offset).toBe(86_400);
  } finally {
    clearInterval(follow);
  }
  const { now } = JSON.parse(await (await fetch(`${sandbox.origin}/sandbox/clock`)).text());
  expect(Date.parse(now) - Date.now()).toBeGreaterThan(86_000_000);
});

it("a restart keeps the world, the clock and the signing key; a fresh start does not", async () => {
  const keySet = async (running: RunningSandbox) =>
    (await fetch(`${running.origin}/.well-known/jwks.json`)).text();
  const first = await startSandbox(options({ dataDir: folder }));
  const made = await post(first.origin, "/sandbox/users", { name: "Kept", email: "kept@post.example" });
  const { id } = JSON.parse(await made.text());
  await post(first.origin, "/sandbox/clock", { advanceSeconds: 3_600 });
  const keys = await keySet(first);
  await first.stop();
  const second = await startSandbox(options({ dataDir: folder }));
  expect(second.world.users.find(id)?.name).toBe("Kept");
  expect(second.world.clock.offsetSeconds).toBe(3_600);
  expect(await keySet(second)).toBe(keys);
  await second.stop();
  const third = await startSandbox(options({ dataDir: folder, fresh: true }));
  expect(third.world.users.find(id)).toBeNull();
  await third.stop();
});

it("the control API refuses what it does not know with the field's name", async () => {
  const unknown = await post(sandbox.origin, "/sandbox/users", {
    name: "A",
    email: "a@post.example",
    age: 3,
  });
  expect(unknown.status).toBe(400);
  const outcome = await post(sandbox.origin, "/sandbox/checkout", {
    purchaseUrl: `${sandbox.origin}/checkout/${planIds.monthly}/`,
    userId: personas.newcomer,
    outcome: "explode",
  });
  expect(outcome.status).toBe(400);
  expect(await outcome.text()).toContain("succeeded, success");
  expect((await post(sandbox.origin, "/sandbox/tokens", { userId: "user_nobody" })).status).toBe(404);
  expect((await fetch(`${sandbox.origin}/sandbox/checkout`)).status).toBe(405);
});
