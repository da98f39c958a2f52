import crawlers from "crawler-user-agents";
import { describe, expect, it } from "vitest";
import { classify, factsOfAgent, isPrefetch } from "#lib/clicks/index.ts";
import { browsers } from "./browsers.ts";
import { unfurlers } from "./unfurlers.ts";

const crawlerAgents = crawlers.flatMap(({ instances }) => instances ?? []);

const human = { isTest: false, isPrefetch: false, agent: "person", isOwner: false } as const;

describe("who clicks", () => {
  it("does not count at least 99.5 % of the crawlers that name themselves", () => {
    const counted = crawlerAgents.filter((agent) => factsOfAgent(agent).kind === "person");
    expect(crawlerAgents.length).toBeGreaterThan(2_000);
    expect(counted.length / crawlerAgents.length, counted.join("\n")).toBeLessThanOrEqual(0.005);
  });

  it("loses at most 0.2 % of people's browsers, those inside apps included", () => {
    const lost = browsers.filter((agent) => factsOfAgent(agent).kind !== "person");
    expect(browsers.length).toBeGreaterThan(2_000);
    expect(lost.length / browsers.length, lost.slice(0, 20).join("\n")).toBeLessThanOrEqual(0.002);
  });

  it.each(unfurlers)("shows the card to %s", (agent) => {
    expect(factsOfAgent(agent).kind).toBe("preview");
  });

  it.each([
    undefined,
    "",
    "  ",
    "curl/8.5.0",
    "node",
    "undici",
    "python-requests/2.31.0",
    "HeadlessChrome/120.0",
  ])("takes the agent %j for a machine", (agent) => {
    expect(factsOfAgent(agent).kind).toBe("bot");
  });

  it("reads an agent of any length in no time worth mentioning", () => {
    const began = performance.now();
    for (const part of ["a", "Mozilla/5.0 ", "(", "bot ", "\u0000", "Version/4.0 Chrome/1 "]) {
      factsOfAgent(part.repeat(50_000 / part.length));
    }
    expect(performance.now() - began).toBeLessThan(500);
  });

  it("tells phones, tablets and desktops apart", () => {
    const device = (agent: string) => factsOfAgent(agent).device;
    expect(device("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Mobile/15E148")).toBe("mobile");
    expect(device("Mozilla/5.0 (Linux; Android 14; SM-S911B) Chrome/120 Mobile Safari/537.36")).toBe(
      "mobile",
    );
    expect(device("Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) Mobile/15E148")).toBe("tablet");
    expect(device("Mozilla/5.0 (Linux; Android 12; SM-T870) Chrome/120 Safari/537.36")).toBe("tablet");
    expect(device("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120")).toBe("desktop");
    expect(device("Bunjalloo/0.7.6")).toBe("other");
  });
});

describe("the class of a request", () => {
  it("is decided in the order test, prefetch, unfurler, bot, owner, human", () => {
    expect(classify({ ...human, isTest: true, isPrefetch: true, agent: "bot" })).toBe("test");
    expect(classify({ ...human, isPrefetch: true, agent: "preview", isOwner: true })).toBe("prefetch");
    expect(classify({ ...human, agent: "preview", isOwner: true })).toBe("preview");
    expect(classify({ ...human, agent: "bot", isOwner: true })).toBe("bot");
    expect(classify({ ...human, isOwner: true })).toBe("self");
    expect(classify(human)).toBe("human");
  });

  it.each([
    ["sec-purpose", "prefetch"],
    ["sec-purpose", "prefetch;prerender"],
    ["purpose", "prefetch"],
    ["x-moz", "prefetch"],
    ["x-purpose", "preview"],
  ])("is prefetch when %s says %s", (name, value) => {
    expect(isPrefetch((asked) => (asked === name ? value : undefined))).toBe(true);
  });

  it("is not prefetch when nothing says so", () => {
    expect(isPrefetch(() => undefined)).toBe(false);
    expect(isPrefetch((name) => (name === "sec-purpose" ? "navigate" : undefined))).toBe(false);
  });
});
