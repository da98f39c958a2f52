import type { Ctx } from "../core/context.ts";
import { newId } from "../core/ids.ts";
import type { Told } from "../core/said.ts";
import { type Services, systemContext } from "../core/services.ts";
import {
  type CodeDirectory,
  type DirectoryEntry,
  linkUrl,
  normaliseCode,
  stateOfLink,
} from "../links/index.ts";
import { getMember } from "../members/index.ts";
import { html, notAhead, redirect, type VisitAnswer, withoutBody, wrongMethod } from "./answers.ts";
import type { Cards } from "./cards.ts";
import { createCheckoutOnDemand } from "./checkout-on-demand.ts";
import { classify, isPrefetch } from "./classify.ts";
import { networkOf } from "./client-address.ts";
import { inTime } from "./in-time.ts";
import { markIn, newOwnerCookie, showsOwnersCookie } from "./owner-marks.ts";
import { busyPage, gonePage, unknownPage } from "./pages.ts";
import { ANSWER_WITHIN_MS, type ClickRecorder } from "./record-click.ts";
import { sourceOf } from "./source.ts";
import { languageOf } from "./texts.ts";
import { type AgentFacts, factsOfAgent } from "./user-agents.ts";
import { createVisitors, readCookie, type Visitor, visitorCookie } from "./visitor.ts";

/** A request to a link, from whatever server. */
export type Visit = {
  method: string;
  /** The code as it stands in the path. */
  code: string;
  /** The query with its question mark, or nothing. */
  search: string;
  header(name: string): string | undefined;
  /** The address of the connection, where the server knows it. */
  remoteAddress: string | null;
};

export type VisitServices = Services & {
  /** Whose x-whop-user-token this is. @throws when it is no valid one */
  userOf?: (token: string) => Promise<string>;
  /** What whoever joins through a link gets, in a few words; where the community has not put it into its own. */
  offerOf?: (ctx: Ctx) => Promise<Told | null>;
};

export type Visits = (visit: Visit, answer: (answer: VisitAnswer) => void) => void;

type Asked = { visit: Visit; entry: DirectoryEntry; now: Date; agent: AgentFacts; userAgent: string };

/** Everything /r/{code} does, knowing neither Next nor node:http. It always answers, and never with an error. */
export function createVisits(
  services: VisitServices,
  parts: { directory: CodeDirectory; recorder: ClickRecorder; cards: Cards },
): Visits {
  const { clock, secrets, origins } = services;
  const { directory, recorder, cards } = parts;
  const isSecure = origins.app.startsWith("https://");
  const ownHost = new URL(origins.app).host;
  const visitors = createVisitors(secrets, isSecure);
  const checkoutFor = createCheckoutOnDemand(services);

  const isOwner = async (token: string, entry: DirectoryEntry): Promise<boolean> => {
    if (services.userOf === undefined) return false;
    try {
      const whopUserId = await services.userOf(token);
      const owner = await getMember(systemContext(services, entry.companyId, "visit"), {
        userId: entry.userId,
      });
      return owner.whopUserId === whopUserId;
    } catch {
      return false;
    }
  };

  const answerTo = (asked: Asked, destination: string | null, cookies: string[]) => {
    const { visit, entry, now, agent } = asked;
    const state = stateOfLink(entry, now);
    const language = () => languageOf(visit.header("accept-language"));
    if (state !== "ok") {
      const community = { title: entry.title, url: entry.communityUrl };
      return html(410, gonePage(language(), state, community));
    }
    const goal = destination ?? entry.communityUrl;
    if (agent.kind === "preview") return cards.page(visit, entry, goal);
    if (goal !== null) return redirect(goal, cookies);
    return html(503, busyPage(language(), linkUrl(origins, entry.code)), ["retry-after", "3"]);
  };

  const finish = (
    asked: Asked,
    destination: string | null,
    byToken: boolean,
    answer: (a: VisitAnswer) => void,
  ) => {
    const { visit, entry, now, agent, userAgent } = asked;
    const send = (cookies: string[]) => {
      const made = answerTo(asked, destination, cookies);
      const headOrAll = (all: VisitAnswer) => answer(visit.method === "HEAD" ? withoutBody(all) : all);
      if (made instanceof Promise) void made.then(headOrAll);
      else headOrAll(made);
    };
    if (visit.method === "HEAD") return send([]);

    const cookieHeader = visit.header("cookie");
    const mark = markIn(secrets, entry, visit.search, now);
    const hasOwnersCookie = showsOwnersCookie(secrets, entry, cookieHeader, now);
    const clickClass = classify({
      isTest: mark === "test",
      isPrefetch: isPrefetch(visit.header),
      agent: agent.kind,
      isOwner: byToken || mark === "me" || hasOwnersCookie,
    });
    const network = networkOf(visit.remoteAddress, visit.header("x-forwarded-for"));
    const cookie = entry.usesCookie ? readCookie(cookieHeader, visitorCookie) : null;
    const visitor: Visitor = visitors.recognise({ cookie, network, userAgent, now });
    const cookies: string[] = [];
    if (entry.usesCookie && !visitor.byCookie && clickClass === "human") {
      cookies.push(visitors.newCookie(visitor, now));
    }
    if (mark !== null && !hasOwnersCookie) cookies.push(newOwnerCookie(secrets, entry, now, isSecure));
    const source = sourceOf({ header: visit.header, search: visit.search, ownHost });
    // Written out, because to spread one object into another costs more than all that is in it.
    const row = {
      id: newId(now),
      companyId: entry.companyId,
      codeId: entry.codeId,
      clickedAt: now,
      class: clickClass,
      visitorKey: visitor.visitorKey,
      earlierKey: visitor.earlierKey,
      networkKey: visitor.networkKey,
      byCookie: visitor.byCookie,
      toFallback: destination === null,
      device: agent.device,
      country: source.country,
      referrerHost: source.referrerHost,
      utm: source.utm,
    };
    recorder.record(row, () => {
      if (clickClass === "prefetch") answer(notAhead);
      else send(cookies);
    });
  };

  const visitLink = (visit: Visit, entry: DirectoryEntry, answer: (a: VisitAnswer) => void) => {
    const userAgent = visit.header("user-agent") ?? "";
    const asked = { visit, entry, now: clock.now(), agent: factsOfAgent(userAgent), userAgent };
    const isOpen = stateOfLink(entry, asked.now) === "ok";
    const token = visit.header("x-whop-user-token");
    const needsCheckout = isOpen && entry.purchaseUrl === null;
    if (token === undefined && !needsCheckout) {
      finish(asked, isOpen ? entry.purchaseUrl : null, false, answer);
      return;
    }
    void Promise.all([
      needsCheckout ? checkoutFor(entry) : entry.purchaseUrl,
      token === undefined ? false : inTime(isOwner(token, entry), ANSWER_WITHIN_MS, false),
    ]).then(([destination, byToken]) => finish(asked, isOpen ? destination : null, byToken, answer));
  };

  return (visit, answer) => {
    if (visit.method !== "GET" && visit.method !== "HEAD") return answer(wrongMethod);
    const language = () => languageOf(visit.header("accept-language"));
    const unknown = () => answer(html(404, unknownPage(language())));
    const code = normaliseCode(visit.code);
    if (code === null) return unknown();
    const found = directory.find(code);
    if (!(found instanceof Promise)) return found === null ? unknown() : visitLink(visit, found, answer);
    found.then(
      (entry) => (entry === null ? unknown() : visitLink(visit, entry, answer)),
      () => answer(html(503, busyPage(language(), linkUrl(origins, code)), ["retry-after", "3"])),
    );
  };
}
