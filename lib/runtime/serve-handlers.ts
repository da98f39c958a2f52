import type { ApiHandler } from "#app/_edge/exchange.ts";
import { createApi } from "#app/api/v1/_routes/api.ts";
import { receiveWebhook, type WebhookReceiver } from "#webhooks/receive.ts";
import { createCardImages, type LinkEdge, openLinkEdge } from "../clicks/index.ts";
import { secondMs } from "../core/clock.ts";
import type { Env } from "../core/env.ts";
import { openQueue, type Queue } from "../jobs/queue.ts";
import { type CampaignCards, createCampaignCards } from "./campaign-cards.ts";
import { createCardRenderer } from "./card-renderer.ts";
import { offerOf } from "./offer-of.ts";
import { runJobs } from "./run-jobs.ts";
import type { AppServices } from "./services.ts";

type FetchHandler = (request: Request) => Promise<Response> | Response;

/** Everything the server answers itself, before the pages are asked. */
export type Handlers = {
  links: LinkEdge;
  /** The pictures of campaigns' pages. */
  campaignCards: CampaignCards;
  webhooks: WebhookReceiver;
  api: ApiHandler;
  /** Does what the worker does, for hosts without one. */
  jobs: FetchHandler;
  /** Listens to changes and reads ahead; goes on trying while the database is away. */
  warmUp(): void;
  drain(): void;
  /** Writes what waits for the disk. */
  close(withinMs: number): Promise<void>;
};

const WARM_UP_AGAIN_MS = 2 * secondMs;

export function openHandlers(env: Env, services: AppServices): Handlers {
  const { log } = services;
  const cards = createCardRenderer();
  // One line of pictures for all: the process that draws them is asked for one at a time.
  const images = createCardImages({ draw: cards.draw, log });
  const links = openLinkEdge({ ...services, userOf: services.identity.userOf, offerOf }, images);
  const webhooks = receiveWebhook(services, env.WHOP_WEBHOOK_SECRET);
  let queue: Queue | null = null;
  let isDraining = false;
  let isClosed = false;

  /** Most servers have a worker beside them and never open this. */
  const jobs: FetchHandler = (request) => {
    queue ??= openQueue(env.DATABASE_URL, { role: "worker", log });
    return runJobs(services, queue, env.JOBS_SECRET)(request);
  };
  services.gauges.set("clicks", () => ({ ...links.clicks() }));
  services.gauges.set("server", () => ({ draining: isDraining }));

  const warmUp = () => {
    links.warmUp().catch((error: unknown) => {
      if (isClosed) return;
      log.warn({ error }, "The links could not be read ahead; it is tried again");
      setTimeout(warmUp, WARM_UP_AGAIN_MS).unref();
    });
  };

  return {
    links,
    campaignCards: createCampaignCards(services, images),
    webhooks,
    api: createApi(services),
    jobs,
    warmUp,
    drain() {
      isDraining = true;
    },
    async close(withinMs) {
      isClosed = true;
      const [clicks, received] = await Promise.all([links.close(withinMs), webhooks.close(withinMs)]);
      if (clicks > 0) log.error({ clicks }, "Clicks were lost: the database did not take them in time");
      if (received > 0) log.warn({ received }, "Webhooks were not acknowledged; Whop sends them again");
      cards.close();
      await queue?.close();
    },
  };
}
