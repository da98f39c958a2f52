import { existsSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import type { Env } from "../core/env.ts";
import type { Logger } from "../core/log.ts";
import { pageHeaders } from "../core/page-headers.ts";
import { ROOT } from "./root.ts";
import { sendError } from "./serve-exchange.ts";

export type Pages = {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Next's own connection to the browser while developing. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>;
  close(): Promise<void>;
};

/** A server for links, webhooks and the API alone. */
export function noPages(message: string): Pages {
  return {
    async handle(_request, response) {
      sendError(response, 503, "unavailable", message);
    },
    async upgrade(_request, socket) {
      socket.destroy();
    },
    async close() {},
  };
}

export async function openPages(env: Env, log: Logger, dev: boolean): Promise<Pages> {
  if (!dev && !existsSync(join(ROOT, ".next", "BUILD_ID"))) {
    log.warn({}, "The pages are not built, so only links, webhooks and the API are served: npm run build");
    return noPages("The pages are not built. Run npm run build, then start the server again.");
  }
  // Loaded only where pages are served: it is most of what such a server holds in memory.
  const { default: next } = await import("next");
  const app = next({ dev, dir: ROOT, hostname: "localhost", port: env.PORT });
  await app.prepare();
  const handle = app.getRequestHandler();
  const upgrade = app.getUpgradeHandler();
  const headers = pageHeaders(env.WHOP_ORIGINS);
  return {
    async handle(request, response) {
      for (const [name, value] of headers) response.setHeader(name, value);
      await handle(request, response);
    },
    upgrade,
    close: () => app.close(),
  };
}
