import { existsSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { drawFrom } from "#app/_edge/reading.ts";
import { html, languageOf, noCampaignPage } from "../clicks/index.ts";
import type { Env } from "../core/env.ts";
import { pageHeaders } from "../core/page-headers.ts";
import { createDrawnPages, keyOfPage } from "./drawn-pages.ts";
import { readPage } from "./page-sources.ts";
import { ROOT } from "./root.ts";
import { headerOf, send, sendError } from "./serve-exchange.ts";
import type { AppServices } from "./services.ts";

export type Pages = {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Next's own connection to the browser while developing; null where there is none. */
  upgrade: ((request: IncomingMessage, socket: Duplex, head: Buffer) => Promise<void>) | null;
  close(): Promise<void>;
};

/** A server for links, webhooks and the API alone. */
export function noPages(message: string): Pages {
  return {
    async handle(_request, response) {
      sendError(response, 503, "unavailable", message);
    },
    upgrade: null,
    async close() {},
  };
}

/** Some hundreds of pages as they are sent, in much less memory than drawing one more at a time takes. */
const mostDrawnBytes = 24 * 1024 * 1024;

export async function openPages(env: Env, services: AppServices, dev: boolean): Promise<Pages> {
  const { log } = services;
  if (!dev && !existsSync(join(ROOT, ".next", "BUILD_ID"))) {
    log.warn({}, "The pages are not built, so only links, webhooks and the API are served: npm run build");
    return noPages("The pages are not built. Run npm run build, then start the server again.");
  }
  // Loaded only where pages are served: it is most of what such a server holds in memory.
  const { default: next } = await import("next");
  const app = next({ dev, dir: ROOT, hostname: "localhost", port: env.PORT });
  await app.prepare();
  const handle = app.getRequestHandler();
  const upgrade = dev ? app.getUpgradeHandler() : null;
  const headers = pageHeaders(env.WHOP_ORIGINS);
  const drawn = createDrawnPages(mostDrawnBytes);
  services.gauges.set("pages", drawn.counts);
  return {
    async handle(request, response) {
      const reading = dev ? null : await readPage(services, request);
      const nowhere = reading?.data.campaignPage?.found;
      if (nowhere?.outcome === "unknown") {
        // Whatever strangers make up is answered here: nothing has to be drawn for it.
        const language = languageOf(headerOf(request, "accept-language"));
        const answer = html(404, noCampaignPage(language, nowhere.community));
        return send(response, answer.status, answer.headers, answer.body);
      }
      const key = reading && keyOfPage(request, reading);
      const known = key === null ? undefined : drawn.find(key);
      if (known) return send(response, 200, known.headers, known.body);
      for (const [name, value] of headers) response.setHeader(name, value);
      if (reading === null || key === null) return handle(request, response);
      drawn.keep(key, response, () => reading.isUsed);
      await drawFrom(reading, () => handle(request, response));
    },
    upgrade,
    close: () => app.close(),
  };
}
