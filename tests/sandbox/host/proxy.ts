import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type Server,
} from "node:http";
import { connect } from "node:net";
import { html } from "#tests/sandbox/http/escape.ts";
import { Exchange } from "#tests/sandbox/http/exchange.ts";
import type { Sandbox } from "#tests/sandbox/sandbox.ts";

const PERSONA_COOKIE = "sandbox_persona";
const STRANGER = "stranger";
/** As short as Whop's own tokens; one is made for each request. */
const TOKEN_SECONDS = 300;
const NOT_FORWARDED = new Set(["connection", "keep-alive", "transfer-encoding", "x-frame-options"]);

/** The origin under which an app is seen inside Whop: it forwards everything and says who is looking. */
export function createProxy(sandbox: Sandbox): Server {
  const server = createServer((incoming, outgoing) => {
    const exchange = new Exchange(incoming, outgoing);
    if (exchange.path === "/_persona") {
      choosePersona(exchange);
      return;
    }
    void forward(sandbox, exchange).catch((error) => unreachable(exchange, error));
  });
  server.on("upgrade", (incoming, socket, head) => {
    const target = new URL(sandbox.appOrigin);
    const upstream = connect(Number(target.port || 80), target.hostname, () => {
      const lines = [`${incoming.method} ${incoming.url} HTTP/1.1`];
      for (const [name, value] of Object.entries(cleaned(incoming.headers)))
        lines.push(`${name}: ${name === "host" ? target.host : String(value)}`);
      upstream.write(`${lines.join("\r\n")}\r\n\r\n`);
      upstream.write(head);
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on("error", () => socket.destroy());
    socket.on("error", () => upstream.destroy());
  });
  return server;
}

/** `/_persona?user=user_…&to=/path`; user=stranger for somebody who is not signed in. */
function choosePersona(exchange: Exchange): void {
  const user = exchange.url.searchParams.get("user") ?? STRANGER;
  const theme = exchange.url.searchParams.get("theme");
  const to = exchange.url.searchParams.get("to") ?? "/";
  const safe = to.startsWith("/") && !to.startsWith("//") ? to : "/";
  const cookies = [`${PERSONA_COOKIE}=${encodeURIComponent(user)}; Path=/; HttpOnly; SameSite=Lax`];
  if (theme === "light" || theme === "dark")
    cookies.push(`whop-frosted-theme=appearance:${theme}; Path=/; SameSite=Lax`);
  exchange.redirect(safe, { "set-cookie": cookies });
}

async function forward(sandbox: Sandbox, exchange: Exchange): Promise<void> {
  const { request: incoming, response: outgoing } = exchange;
  const headers = await forwardedHeaders(sandbox, exchange);
  const target = new URL(incoming.url ?? "/", sandbox.appOrigin);
  await new Promise<void>((resolve, reject) => {
    const upstream = request(target, { method: exchange.method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answerHeaders(sandbox, answer));
      answer.pipe(outgoing);
      answer.on("end", resolve);
      answer.on("error", reject);
    });
    upstream.on("error", reject);
    outgoing.on("close", () => upstream.destroy());
    incoming.pipe(upstream);
  });
}

async function forwardedHeaders(
  sandbox: Sandbox,
  exchange: Exchange,
): Promise<Record<string, string | string[]>> {
  const proxy = new URL(sandbox.proxyOrigin);
  const headers: Record<string, string | string[]> = {
    ...cleaned(exchange.request.headers),
    host: new URL(sandbox.appOrigin).host,
    "x-forwarded-host": exchange.header("host") ?? proxy.host,
    "x-forwarded-proto": "http",
    "x-whop-app-id": sandbox.appId,
  };
  const persona = exchange.cookie(PERSONA_COOKIE);
  const user = persona === STRANGER ? null : sandbox.world.users.find(persona);
  return user
    ? { ...headers, "x-whop-user-token": await sandbox.tokens.mint(user.id, TOKEN_SECONDS) }
    : headers;
}

/** Nobody but Whop may say who is looking, so what a browser sends under Whop's names is dropped. */
function cleaned(headers: IncomingHttpHeaders): Record<string, string | string[]> {
  const kept: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || name.startsWith("x-whop-")) continue;
    kept[name] = value;
  }
  return kept;
}

function answerHeaders(sandbox: Sandbox, answer: IncomingMessage): Record<string, string | string[]> {
  const kept: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(answer.headers)) {
    if (value === undefined || NOT_FORWARDED.has(name)) continue;
    kept[name] = value;
  }
  const { location } = answer.headers;
  if (location?.startsWith(`${sandbox.appOrigin}/`))
    kept.location = `${sandbox.proxyOrigin}${location.slice(sandbox.appOrigin.length)}`;
  return kept;
}

function unreachable(exchange: Exchange, error: unknown): void {
  if (exchange.response.headersSent) {
    exchange.response.destroy();
    return;
  }
  const reason = error instanceof Error ? error.message : String(error);
  exchange.html(
    502,
    html`<!doctype html><title>App not reachable</title><body style="font:15px system-ui;padding:2rem">
    <h1 style="font-size:1.2rem">The app does not answer</h1>
    <p>Whop would show "App not loading" here. ${reason}</p>`.text,
  );
}
