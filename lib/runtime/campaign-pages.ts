import { inArray } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { pageDirectory } from "#db/schema/index.ts";
import { pagePathOf } from "../campaigns/index.ts";
import { findCompany } from "../companies/index.ts";
import { Cached } from "../core/cached.ts";
import { secondMs } from "../core/clock.ts";
import { AppError } from "../core/errors.ts";
import { say } from "../core/said.ts";
import { type Services, systemContext } from "../core/services.ts";
import { communityPage } from "../links/index.ts";
import { type CampaignPage, getCampaignPage } from "../standings/index.ts";
import { createLimit } from "./limit.ts";

export type FoundPage =
  | { outcome: "shown"; page: CampaignPage }
  /** Nobody learns whether there is a campaign that they may not see. The community, where it has public pages. */
  | { outcome: "unknown"; community: { title: string; url: string | null } | null };

export type CampaignPages = {
  /** @throws AppError unavailable when it is not known and cannot be read now */
  find(community: string, slug: string): Promise<FoundPage>;
};

const FRESH_MS = 5 * secondMs;
/** A page that was opened a moment ago may be asked for before it is there. */
const UNKNOWN_FRESH_MS = 2 * secondMs;
const MOST_KNOWN = 2_000;
/** Whatever strangers ask for, no more than this reaches the database at once. */
const MOST_READING = 3;
const MOST_WAITING = 300;

const nowhere: FoundPage = { outcome: "unknown", community: null };

/**
 * The public pages of campaigns, read at most once in some seconds each. While the database does not answer, a page
 * is shown as it last was.
 */
function openCampaignPages(services: Services): CampaignPages {
  const { clock, log } = services;
  const limit = createLimit(MOST_READING);
  let underWay = 0;

  const pages = new Cached<FoundPage>({
    clock,
    max: MOST_KNOWN,
    freshForMs: ({ outcome }) => (outcome === "shown" ? FRESH_MS : UNKNOWN_FRESH_MS),
    async load(key) {
      if (underWay >= MOST_WAITING) throw busy();
      underWay += 1;
      try {
        return await limit(() => readFrom(services, key));
      } finally {
        underWay -= 1;
      }
    },
  });

  return {
    async find(community, slug) {
      const path = pagePathOf(community, slug);
      if (path === null) return nowhere;
      try {
        return await pages.get(path);
      } catch (error) {
        const last = pages.last(path);
        log.warn({ error, isKnown: last !== null }, "A campaign's page could not be read");
        if (last === null) throw error instanceof AppError ? error : busy(error);
        return last.value;
      }
    },
  };
}

async function readFrom(services: Services, path: string): Promise<FoundPage> {
  const community = path.slice(0, path.indexOf("/"));
  const entries = await services.db.withMachinery((tx) =>
    tx
      .select()
      .from(pageDirectory)
      .where(inArray(pageDirectory.path, [path, community])),
  );
  const entry = entries.find((one) => one.path === path);
  if (entry?.campaignId) {
    const ctx = systemContext(services, entry.companyId, "visitor");
    const page = await getCampaignPage(ctx, { id: entry.campaignId });
    if (page !== null) return { outcome: "shown", page };
  }
  const companyId = entries[0]?.companyId;
  return companyId === undefined ? nowhere : readCommunity(services, companyId);
}

/** Whoever followed an address that leads nowhere can still find the community. */
async function readCommunity(services: Services, companyId: string): Promise<FoundPage> {
  const company = await findCompany(systemContext(services, companyId, "visitor"));
  if (company?.status !== "active") return nowhere;
  const { title, route } = company;
  return { outcome: "unknown", community: { title, url: communityPage(services.origins, route) } };
}

function busy(cause?: unknown): AppError {
  return new AppError("unavailable", say("busy.campaignPage"), { retryAfterSeconds: 2 }, { cause });
}

const opened = new WeakMap<Database, CampaignPages>();

/** Those of a process: one set for each database it has open. */
export function campaignPages(services: Services): CampaignPages {
  const known = opened.get(services.db) ?? openCampaignPages(services);
  opened.set(services.db, known);
  return known;
}
