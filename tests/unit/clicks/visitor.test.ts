import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { describe, expect, it } from "vitest";
import { networkOf } from "#lib/clicks/client-address.ts";
import { sourceOf } from "#lib/clicks/source.ts";
import { createVisitors, readCookie, visitorCookie } from "#lib/clicks/visitor.ts";
import { deriveSecrets } from "#lib/core/secrets.ts";

const now = new Date("2026-11-21T12:00:00Z");
const visitors = createVisitors(deriveSecrets("a-secret-that-only-this-test-knows-of"), true);
const visit = { cookie: null, network: "203.0.113", userAgent: "Firefox", now };

function cookieOf(setCookie: string): string {
  return readCookie(setCookie, visitorCookie) ?? "";
}

describe("a visitor without a cookie", () => {
  it("is known by network, browser and day together", () => {
    const key = visitors.recognise(visit).visitorKey;
    expect(visitors.recognise({ ...visit }).visitorKey).toBe(key);
    expect(visitors.recognise({ ...visit, network: "203.0.114" }).visitorKey).not.toBe(key);
    expect(visitors.recognise({ ...visit, userAgent: "Chrome" }).visitorKey).not.toBe(key);
    expect(visitors.recognise({ ...visit, now: new Date("2026-11-22T00:00:00Z") }).visitorKey).not.toBe(key);
  });

  it("leaves keys that another secret does not reproduce", () => {
    const others = createVisitors(deriveSecrets("another-secret-that-nobody-else-has"), true);
    expect(others.recognise(visit)).not.toEqual(visitors.recognise(visit));
  });

  it("gets a cookie that scripts cannot read and other sites do not send", () => {
    const cookie = visitors.newCookie(visitors.recognise(visit), now);
    expect(cookie).toContain("; HttpOnly; SameSite=Lax; Secure");
    expect(cookie).toContain("; Max-Age=31536000");
    const plain = createVisitors(deriveSecrets("a-secret-that-only-this-test-knows-of"), false);
    expect(plain.newCookie(plain.recognise(visit), now)).not.toContain("Secure");
  });
});

describe("a visitor with a cookie", () => {
  const first = visitors.recognise(visit);
  const cookie = cookieOf(visitors.newCookie(first, now));

  it("is the same one from any network and with any browser", () => {
    const known = visitors.recognise({ ...visit, cookie });
    const moved = visitors.recognise({
      cookie,
      network: null,
      userAgent: "Chrome",
      now: new Date("2027-06-01"),
    });
    expect(known.byCookie).toBe(true);
    expect(moved.visitorKey).toBe(known.visitorKey);
  });

  it("is linked to the first visit for a day, so that a second click is no second person", () => {
    expect(visitors.recognise({ ...visit, cookie }).earlierKey).toBe(first.visitorKey);
    const later = new Date(now.getTime() + 24 * 3_600_000 + 1_000);
    expect(visitors.recognise({ ...visit, cookie, now: later }).earlierKey).toBeNull();
  });

  it("is somebody else than a neighbour with the same network and browser", () => {
    const neighbour = cookieOf(visitors.newCookie(first, now));
    const key = visitors.recognise({ ...visit, cookie: neighbour }).visitorKey;
    expect(key).not.toBe(visitors.recognise({ ...visit, cookie }).visitorKey);
  });

  it("is taken for one without when the cookie is not ours", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const seen = visitors.recognise({ ...visit, cookie: text });
        expect(seen.byCookie).toBe(/^[\w-]{22}\.[0-9a-z]{1,9}\.[0-9a-z]{1,13}$/.test(text));
      }),
    );
  });

  it("is found in any Cookie header", () => {
    expect(readCookie(`a=1; ${visitorCookie}=x; b=2`, visitorCookie)).toBe("x");
    expect(readCookie(`not${visitorCookie}=y; ${visitorCookie}=x`, visitorCookie)).toBe("x");
    expect(readCookie(`not${visitorCookie}=y`, visitorCookie)).toBeNull();
    expect(readCookie(undefined, visitorCookie)).toBeNull();
  });
});

describe("the network of a visitor", () => {
  it.each([
    ["198.51.100.7", undefined, "198.51.100"],
    ["::ffff:198.51.100.7", undefined, "198.51.100"],
    ["2001:db8:1:2::3", undefined, "32:1:13:184:0:1"],
    ["198.51.100.7", "203.0.113.9", "198.51.100"],
    ["127.0.0.1", "203.0.113.9", "203.0.113"],
    ["127.0.0.1", "192.0.2.66, 203.0.113.9, 10.0.0.4", "203.0.113"],
    ["10.0.0.1", "203.0.113.9:4711", "203.0.113"],
    ["10.0.0.1", "[2a02:8071:1::1]:443", "42:2:128:113:0:1"],
    ["127.0.0.1", "nonsense", "127.0.0"],
    ["127.0.0.1", "10.1.2.3", "10.1.2"],
    [null, "203.0.113.9", "203.0.113"],
    [null, undefined, null],
  ])("of %s, forwarded for %s, is %s", (remote, forwarded, network) => {
    expect(networkOf(remote, forwarded)).toBe(network);
  });

  it("is the nearest one that is not our own, for every IPv4 address", () => {
    const own = ["private", "loopback", "linkLocal", "carrierGradeNat", "unspecified"];
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        const isOwn = own.includes(ipaddr.IPv4.parse(address).range());
        const network = isOwn ? "203.0.113" : address.split(".").slice(0, 3).join(".");
        expect(networkOf(null, `203.0.113.9, ${address}`)).toBe(network);
      }),
      { numRuns: 2_000 },
    );
  });

  it("is found or not, but never an error, whatever is forwarded", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (remote, forwarded) => void networkOf(remote, forwarded)),
    );
  });
});

describe("where a visitor came from", () => {
  const source = (headers: Record<string, string>, search = "") =>
    sourceOf({ header: (name) => headers[name], search, ownHost: "referly.example.com" });

  it("is the host of the page before, never its address", () => {
    expect(source({ referer: "https://t.co/abc?user=1" }).referrerHost).toBe("t.co");
    expect(source({ referer: "android-app://com.slack/" }).referrerHost).toBe("com.slack");
    expect(source({ referer: "https://referly.example.com/x" }).referrerHost).toBeNull();
    expect(source({ referer: "javascript:alert(1)" }).referrerHost).toBeNull();
    expect(source({ referer: "https://" }).referrerHost).toBeNull();
  });

  it("is the country only as the hosting platform found it", () => {
    expect(source({ "cf-ipcountry": "ES" }).country).toBe("ES");
    expect(source({ "x-vercel-ip-country": "US" }).country).toBe("US");
    expect(source({ "cf-ipcountry": "XX" }).country).toBeNull();
    expect(source({ "cf-ipcountry": "T1" }).country).toBeNull();
    expect(source({ "cf-ipcountry": "Spain" }).country).toBeNull();
  });

  it("keeps five utm parameters of 100 characters and nothing else", () => {
    const { utm } = source({}, `?utm_source=${"x".repeat(500)}&utm_medium=a%00b&utm_secret=1&email=a@b.c`);
    expect(JSON.parse(utm ?? "")).toEqual({ source: "x".repeat(100), medium: "ab" });
    expect(source({}, "?utm_source=").utm).toBeNull();
    expect(source({}, "?q=1").utm).toBeNull();
  });
});
