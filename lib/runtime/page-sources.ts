import type { IncomingMessage } from "node:http";
import { readPublicPage } from "#app/_edge/public-page.ts";
import type { Reading } from "#app/_edge/reading.ts";
import { ageOf, yearIn } from "#app/_ui/i18n/format.ts";
import { readToday } from "#app/dashboard/[companyId]/_today/read-today.ts";
import { askedFor as askedOfReferrals } from "#app/dashboard/[companyId]/referrals/asked-for.ts";
import { readReferrals } from "#app/dashboard/[companyId]/referrals/read-referrals.ts";
import { countdownsOf } from "#app/experiences/[experienceId]/_campaign/countdown.ts";
import { askedFor as askedOfHome } from "#app/experiences/[experienceId]/_home/asked-for.ts";
import { readHome } from "#app/experiences/[experienceId]/_home/read-home.ts";
import { dayMs, floorTo } from "../core/clock.ts";
import { newId } from "../core/ids.ts";
import { userTokenHeader, type View } from "../identity/index.ts";
import { headerOf } from "./serve-exchange.ts";
import type { AppServices } from "./services.ts";

type Query = Record<string, string | string[]>;

type Source = {
  /** Its first group is the experience or the company. */
  path: RegExp;
  of: "experience" | "company";
  read(view: View, query: Query): Promise<Pick<Reading, "data" | "present">>;
};

/** The pages that people open all the time, and what each shows: the same reads that the page would make. */
const sources: readonly Source[] = [
  {
    path: /^\/experiences\/(exp_[A-Za-z0-9_-]+)$/,
    of: "experience",
    async read({ ctx, viewer }, query) {
      const home = await readHome(ctx, viewer.userId, askedOfHome(query));
      const now = ctx.clock.now();
      return {
        data: { home },
        present: [yearIn(home.settings.timeZone, now), countdownsOf(home.campaigns, now)],
      };
    },
  },
  {
    path: /^\/dashboard\/(biz_[A-Za-z0-9_-]+)$/,
    of: "company",
    async read({ ctx }) {
      const today = await readToday(ctx);
      const now = ctx.clock.now();
      const { lastAt, isSilent } = today.health.webhooks;
      return {
        data: { today },
        present: [
          yearIn(today.settings.timeZone, now),
          today.today.recent.map(({ at }) => ageOf(at, now)),
          lastAt !== null && isSilent ? ageOf(lastAt, now) : null,
        ],
      };
    },
  },
  {
    path: /^\/dashboard\/(biz_[A-Za-z0-9_-]+)\/referrals$/,
    of: "company",
    async read({ ctx }, query) {
      const referrals = await readReferrals(ctx, askedOfReferrals(query));
      const now = ctx.clock.now();
      return {
        data: { referrals },
        present: [yearIn(referrals.settings.timeZone, now), floorTo(now, dayMs)],
      };
    },
  },
];

const publicPath = /^\/c\/([^/]+)\/([^/]+)$/;

/** A page that anybody may open is the same for all who speak one language: nothing else that they send is heard. */
async function readPublic(services: AppServices, request: IncomingMessage): Promise<Reading | null> {
  const path = pathOf(request);
  const [, community, slug] = publicPath.exec(path) ?? [];
  if (community === undefined || slug === undefined) return null;
  const appearance = /whop-frosted-theme=appearance(?::|%3A)(?:light|dark)/.exec(
    request.headers.cookie ?? "",
  );
  request.url = path;
  request.headers.cookie = appearance?.[0] ?? "";
  request.headers["accept-encoding"] = /\bgzip\b/.test(request.headers["accept-encoding"] ?? "")
    ? "gzip"
    : "";
  const campaignPage = await readPublicPage(services, community, slug);
  return { view: null, isUsed: false, data: { campaignPage }, present: null };
}

/**
 * What the page that is asked for shows whoever asks. Null for every other request, and when it cannot be read:
 * then the page tries itself, and says why.
 */
export async function readPage(services: AppServices, request: IncomingMessage): Promise<Reading | null> {
  if (request.method !== "GET" || request.headers.rsc !== undefined) return null;
  const path = pathOf(request);
  if (path.startsWith("/c/")) return readPublic(services, request).catch(() => null);
  for (const source of sources) {
    const id = source.path.exec(path)?.[1];
    if (id === undefined) continue;
    try {
      const { identity } = services;
      const whopUserId = await identity.userOf(headerOf(request, userTokenHeader) ?? null);
      const open = source.of === "experience" ? identity.memberView : identity.ownerView;
      const opened = await open(whopUserId, id, newId());
      const now = services.clock.now();
      const view = { ...opened, ctx: { ...opened.ctx, clock: { now: () => now } } };
      return {
        view,
        isUsed: false,
        ...(await source.read(view, queryOf((request.url ?? "").slice(path.length)))),
      };
    } catch {
      return null;
    }
  }
  return null;
}

function pathOf({ url = "/" }: IncomingMessage): string {
  const question = url.indexOf("?");
  return question === -1 ? url : url.slice(0, question);
}

/** As Next gives it to a page: a name that comes again is a list. */
function queryOf(search: string): Query {
  const query: Query = {};
  const given = new URLSearchParams(search);
  for (const name of new Set(given.keys())) {
    const values = given.getAll(name);
    query[name] = values.length === 1 ? (values[0] ?? "") : values;
  }
  return query;
}
