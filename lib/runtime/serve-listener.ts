import type { IncomingMessage, ServerResponse } from "node:http";
import { respond } from "#webhooks/receive.ts";
import { type LinkPath, linkPath } from "../clicks/index.ts";
import type { Env } from "../core/env.ts";
import { newId } from "../core/ids.ts";
import type { Logger } from "../core/log.ts";
import { campaignCardPath } from "./campaign-cards.ts";
import {
  headerOf,
  readBytes,
  send,
  sendAnswer,
  sendError,
  sendResponse,
  toRequest,
} from "./serve-exchange.ts";
import type { Handlers } from "./serve-handlers.ts";
import { type Gate, type Kind, limits } from "./serve-limits.ts";
import type { Pages } from "./serve-pages.ts";

type Parts = { env: Env; handlers: Handlers; pages: Pages; gate: Gate; log: Logger; isDraining(): boolean };

const webhookPath = "/api/webhooks/whop";
const jobsPath = "/api/jobs/run";
const apiPrefixes = ["/api/v1/", "/api/referrals/", "/api/health/"];
const accepted = ["content-type", "application/json; charset=utf-8", "cache-control", "no-store"];

/** What a request to the server goes through: room for it, then the shortest way to whoever answers it. */
export function createListener(parts: Parts) {
  const { env, handlers, pages, gate, log, isDraining } = parts;

  /** Straight from the connection to the batch and back: most of what a self-hosted server does is this. */
  const visit = (request: IncomingMessage, response: ServerResponse, link: LinkPath, search: string) => {
    const asked = {
      method: request.method ?? "GET",
      code: link.code,
      search,
      header: (name: string) => headerOf(request, name),
      remoteAddress: request.socket.remoteAddress ?? null,
    };
    if (link.isCard) {
      run("links", response, async () => {
        const { status, headers, body } = await handlers.links.card(asked);
        send(response, status, headers, body);
      });
      return;
    }
    handlers.links.visit(asked, ({ status, headers, body }) => {
      gate.leave("links");
      send(response, status, headers, body);
    });
  };

  const drawCampaign = async (
    request: IncomingMessage,
    response: ServerResponse,
    page: NonNullable<ReturnType<typeof campaignCardPath>>,
    search: string,
  ) => {
    const { status, headers, body } = await handlers.campaignCards({
      ...page,
      method: request.method ?? "GET",
      search,
      header: (name) => headerOf(request, name),
    });
    send(response, status, headers, body);
  };

  const receive = async (request: IncomingMessage, response: ServerResponse) => {
    const { webhooks } = handlers;
    if (request.method !== "POST") {
      return sendError(response, 405, "method_not_allowed", "Webhooks are sent with POST.", [
        "allow",
        "POST",
      ]);
    }
    const body = await readBytes(request, webhooks.largestBody);
    if (body === null) return tooLarge(request, response, webhooks.largestBody);
    const answer = await webhooks.accept(
      {
        id: request.headers["webhook-id"],
        timestamp: request.headers["webhook-timestamp"],
        signature: request.headers["webhook-signature"],
      },
      body,
    );
    if (answer.status === 200) send(response, 200, accepted, '{"ok":true}');
    else await sendResponse(response, respond(answer));
  };

  const call = async (request: IncomingMessage, response: ServerResponse, isForJobs: boolean) => {
    const body = await readBytes(request, limits.apiBodyBytes);
    if (body === null) return tooLarge(request, response, limits.apiBodyBytes);
    if (isForJobs) {
      return sendResponse(response, await handlers.jobs(toRequest(request, env.APP_ORIGIN, body)));
    }
    const asked = {
      method: request.method ?? "GET",
      target: request.url ?? "/",
      header: (name: string) => headerOf(request, name) ?? null,
      body: async () => body,
    };
    await sendAnswer(response, await handlers.api(asked));
  };

  /** Runs a handler and answers for it when it fails. */
  const run = (kind: Kind, response: ServerResponse, work: () => Promise<void>) => {
    work().then(
      () => gate.leave(kind),
      (error: unknown) => {
        gate.leave(kind);
        if (response.destroyed) return;
        const requestId = newId();
        log.error({ requestId, error }, "A request failed");
        const message = `Something went wrong on our side. Try again; if it stays so, quote ${requestId}.`;
        if (response.headersSent) response.destroy();
        else sendError(response, 500, "internal", message, [], requestId);
      },
    );
  };

  return (request: IncomingMessage, response: ServerResponse) => {
    const url = request.url ?? "/";
    // Whoever keeps a connection learns with the answer that the next request needs a new one.
    if (isDraining()) response.shouldKeepAlive = false;
    const question = url.indexOf("?");
    const path = question === -1 ? url : url.slice(0, question);
    const search = question === -1 ? "" : url.slice(question);
    const link = linkPath(path);
    const kind: Kind = link !== null ? "links" : kindOf(path);
    if (!gate.enter(kind)) {
      const message = "More is being asked than can be answered. Try again in a moment.";
      return sendError(response, 503, "unavailable", message, ["retry-after", "1"]);
    }
    if (link !== null) visit(request, response, link, search);
    else if (kind === "webhooks") run(kind, response, () => receive(request, response));
    else if (kind === "api") run(kind, response, () => call(request, response, path === jobsPath));
    else {
      const page = campaignCardPath(path);
      run(kind, response, () =>
        page === null ? pages.handle(request, response) : drawCampaign(request, response, page, search),
      );
    }
  };
}

function kindOf(path: string): Kind {
  if (path === webhookPath) return "webhooks";
  return path === jobsPath || apiPrefixes.some((prefix) => path.startsWith(prefix)) ? "api" : "pages";
}

/** The rest of the body is never read, so the connection cannot go on. */
function tooLarge(request: IncomingMessage, response: ServerResponse, limit: number): void {
  response.shouldKeepAlive = false;
  const message = `The body is too large; ${limit / 1024} kB are accepted.`;
  sendError(response, 413, "payload_too_large", message);
  response.once("finish", () => request.destroy());
}
