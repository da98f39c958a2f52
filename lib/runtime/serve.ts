import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { Server as TcpServer } from "node:net";
import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import { ConfigurationError, loadEnv } from "../core/env.ts";
import { onStop } from "./lifecycle.ts";
import { openHandlers } from "./serve-handlers.ts";
import { createGate, type Gate, limits } from "./serve-limits.ts";
import { createListener } from "./serve-listener.ts";
import { noPages, openPages } from "./serve-pages.ts";
import { openServices, web } from "./services.ts";
import { shareServices } from "./shared-services.ts";

/**
 * `npm run serve`: the self-hosted server. `--dev` compiles pages on demand, `--no-pages` serves links,
 * webhooks and the API alone.
 */
async function main(): Promise<void> {
  const dev = process.argv.includes("--dev");
  const env = loadEnv();
  const services = await openServices(env, web);
  shareServices(services);
  const { log } = services;
  const handlers = openHandlers(env, services);
  const pages = process.argv.includes("--no-pages")
    ? noPages("This server was started without its pages.")
    : await openPages(env, services, dev);
  const { upgrade } = pages;
  const gate = createGate();
  let isDraining = false;

  const server = createServer(
    {
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.headersWithinMs,
      requestTimeout: limits.requestWithinMs,
      // server.timeout below ends idle connections too; a second timer would be set with every answer.
      keepAliveTimeout: 0,
      noDelay: true,
      // Nothing is set up to read a body where none was announced; see readBytes.
      optimizeEmptyRequests: true,
      // Whoever offers another protocol, as curl does HTTP/2, is answered in this one. Without this they would not
      // be answered at all as soon as anybody listens for upgrades, which Next does by itself.
      shouldUpgradeCallback: () => upgrade !== null,
    },
    createListener({ env, handlers, pages, gate, log, isDraining: () => isDraining }),
  );
  server.maxConnections = limits.connections;
  server.timeout = limits.idleWithinMs;
  if (upgrade) server.on("upgrade", (request, socket, head) => void upgrade(request, socket, head));

  onStop(async (reason) => {
    log.info({ reason }, "The server ends what is under way, then stops");
    handlers.drain();
    await takeOnWhoWaits(server);
    // http.Server.close would cut idle connections at once, into a request that may be on its way on one of them.
    TcpServer.prototype.close.call(server);
    isDraining = true;
    await drain(server, gate);
    await handlers.close(limits.drainWithinMs);
    await pages.close();
    await services.close();
  });

  server.listen(env.PORT);
  await once(server, "listening");
  handlers.warmUp();
  console.log(`listening ${env.PORT}`);
}

/**
 * Connections that the kernel has made and nobody has taken on are cut when the listener closes. Each turn of the
 * event loop takes on one that waits, so it closes after a turn without any.
 */
async function takeOnWhoWaits(server: Server): Promise<void> {
  let taken = 0;
  const count = () => {
    taken += 1;
  };
  server.on("connection", count);
  const end = Date.now() + limits.takeOnWithinMs;
  let before: number;
  // The rest of the turn in which the signal came takes on nobody.
  await nextTurn();
  do {
    before = taken;
    await nextTurn();
  } while (taken > before && Date.now() < end);
  server.off("connection", count);
}

/** Connections that are open are answered once more and told to close, until no request has come for a while. */
async function drain(server: Server, gate: Gate): Promise<void> {
  const end = Date.now() + limits.drainWithinMs;
  let calmSince = Date.now();
  let entered = gate.entered();
  while (Date.now() < end && Date.now() - calmSince < 500) {
    if (gate.underWay() > 0 || gate.entered() !== entered) calmSince = Date.now();
    entered = gate.entered();
    await sleep(20);
  }
  server.closeAllConnections();
}

main().catch((error: unknown) => {
  console.error(error instanceof ConfigurationError ? error.message : error);
  process.exit(1);
});
