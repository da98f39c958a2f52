import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deriveSecrets } from "#lib/core/secrets.ts";
import { randomCode } from "#lib/links/codes.ts";
import {
  communityPage,
  isAllowedDestination,
  normaliseCode,
  referenceOf,
  stateOfLink,
  VanityCode,
  verifyReference,
} from "#lib/links/index.ts";

describe("a random code", () => {
  const codes = Array.from({ length: 2_000 }, randomCode);

  it("has at least 50 bits and no characters that are taken for each other", () => {
    const used = new Set(codes.join(""));
    expect(used.size).toBe(30);
    for (const lookAlike of "01iloIOuU") expect(used.has(lookAlike)).toBe(false);
    for (const code of codes) expect(code.length * Math.log2(used.size)).toBeGreaterThanOrEqual(50);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it("is found however it is written", () => {
    for (const code of codes.slice(0, 50)) {
      expect(normaliseCode(code)).toBe(code);
      expect(normaliseCode(` ${code.toUpperCase()} `)).toBe(code);
    }
  });
});

describe("a code from outside", () => {
  it("is a code of ours or nothing, whatever it holds", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
        const code = normaliseCode(text);
        expect(code === null || /^[a-z0-9][a-z0-9-]{1,30}[a-z0-9]$/.test(code)).toBe(true);
      }),
    );
  });

  it("cannot be chosen when it is reserved, too short, too long or not plain", () => {
    for (const bad of [
      "admin",
      "Checkout",
      "ab",
      "x".repeat(33),
      "-abc",
      "abc-",
      "a b c",
      "ünsal",
      "a/b/c",
    ]) {
      expect(VanityCode.safeParse(bad).success, bad).toBe(false);
    }
    expect(VanityCode.parse("  Kai-2026 ")).toBe("kai-2026");
  });
});

describe("a destination", () => {
  const origins = { app: "https://referly.example.com", whop: ["https://whop.com", "https://*.whop.com"] };

  it.each([
    "https://whop.com/checkout/plan_x/?session=ch_1",
    "https://whop.com",
    "https://studio.whop.com/a/b?c=d#e",
    "https://whop.com:443/x",
  ])("%s is allowed", (address) => {
    expect(isAllowedDestination(origins, address)).toBe(true);
  });

  it.each([
    "",
    "/checkout/plan_x",
    "//evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "http://whop.com/x",
    "https://whop.com.evil.example/x",
    "https://evilwhop.com",
    "https://whop.com@evil.example/",
    "https://whop.com:pass@evil.example/",
    "https://whop.com\\@evil.example/",
    "https://whop.com\\.evil.example/",
    "https://evil.example/https://whop.com",
    "https://evil.example#@whop.com",
    "https://evil.example?.whop.com",
    "https://whop.com/\r\nset-cookie: a=b",
    "https://whop.com/\u2028x",
    "https://who\u0440.com/",
    "https://whop.com./x",
    "https://whop.com:8443/x",
    "https://.whop.com/",
    " https://whop.com/",
    "\thttps://whop.com/",
    "https:whop.com",
    "https:///whop.com",
    "https:/whop.com",
    "ftp://whop.com/x",
  ])("%j is refused", (address) => {
    expect(isAllowedDestination(origins, address)).toBe(false);
  });

  it("is refused when it is longer than any address of Whop's", () => {
    expect(isAllowedDestination(origins, `https://whop.com/${"x".repeat(3_000)}`)).toBe(false);
  });

  it("never leaves the allow-list, as a browser reads it", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        "https://",
        "http://",
        "whop.com",
        ".",
        "@",
        "\\",
        "/",
        "evil.example",
        ":",
        "?",
        "#",
        "%2f",
      ),
      fc.string({ unit: "binary", maxLength: 4 }),
    );
    const address = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(fc.oneof(address, fc.webUrl()), (text) => {
        if (!isAllowedDestination(origins, text)) return;
        const { origin, username } = new URL(text, "https://base.example");
        expect(origin === "https://whop.com" || /^https:\/\/[^/]+\.whop\.com$/.test(origin)).toBe(true);
        expect(username).toBe("");
      }),
      { numRuns: 5_000 },
    );
  });

  it("is the community's page when there is no checkout, and never one that a route could bend", () => {
    expect(communityPage(origins, "studio-north")).toBe("https://whop.com/studio-north");
    for (const bad of [null, "", "../x", "/evil.example", "@evil.example", "a?b", "a#b", "\\evil.example"]) {
      expect(communityPage(origins, bad)).toBe("https://whop.com/");
    }
    expect(communityPage({ ...origins, whop: ["https://*.whop.com"] }, "x")).toBeNull();
  });
});

describe("a checkout's reference", () => {
  const secrets = deriveSecrets("a-secret-that-only-this-test-knows-of");
  const codeId = "01a1fe7d-8671-7e39-b3d7-13249a24169d";
  const reference = referenceOf(secrets, "biz_a", codeId);

  it("is read back by the company it was made for, among other metadata", () => {
    expect(verifyReference(secrets, "biz_a", { ...reference, other: 1 })).toEqual({
      outcome: "valid",
      codeId,
    });
  });

  it("is forged for another company, another link, another secret or any change", () => {
    const other = "01a1fe7d-8671-7e39-b3d7-13249a24169e";
    const forged = [
      verifyReference(secrets, "biz_b", reference),
      verifyReference(secrets, "biz_a", { ...reference, rl: other }),
      verifyReference(deriveSecrets("another-secret-that-nobody-else-has"), "biz_a", reference),
      verifyReference(secrets, "biz_a", { ...reference, rs: "" }),
      verifyReference(secrets, "biz_a", { ...reference, rs: 1 }),
      verifyReference(secrets, "biz_a", { ...reference, rl: "../x" }),
      verifyReference(secrets, "biz_a", { referly: "1" }),
    ];
    expect(forged.map(({ outcome }) => outcome)).toEqual(forged.map(() => "forged"));
  });

  it("is absent where nobody put one", () => {
    for (const metadata of [null, undefined, "x", 1, [], {}, { rl: codeId }]) {
      expect(verifyReference(secrets, "biz_a", metadata)).toEqual({ outcome: "absent" });
    }
  });
});

describe("the state of a link", () => {
  const now = new Date("2026-11-21T12:00:00Z");
  const link = { isActive: true, expiresAt: null, maxUses: null, uses: 9 };

  it("ends at the instant of expiry and with the last use, and a pause comes first", () => {
    expect(stateOfLink(link, now)).toBe("ok");
    expect(stateOfLink({ ...link, expiresAt: new Date(now.getTime() + 1) }, now)).toBe("ok");
    expect(stateOfLink({ ...link, expiresAt: now }, now)).toBe("expired");
    expect(stateOfLink({ ...link, maxUses: 10 }, now)).toBe("ok");
    expect(stateOfLink({ ...link, maxUses: 9 }, now)).toBe("limit");
    expect(stateOfLink({ ...link, isActive: false, expiresAt: now, maxUses: 1 }, now)).toBe("paused");
  });
});
