import { describe, expect, it } from "vitest";
import { newOwnerCookie, showsOwnersCookie } from "#lib/clicks/owner-marks.ts";
import { deriveSecrets } from "#lib/core/secrets.ts";

const now = new Date("2026-11-21T12:00:00Z");
const secrets = deriveSecrets("a-secret-that-only-this-test-knows-of");
const here = { companyId: "biz_here", userId: "0198a000-0000-7000-8000-000000000001" };
const there = { companyId: "biz_there", userId: "0198a000-0000-7000-8000-000000000002" };
const another = { ...here, userId: "0198a000-0000-7000-8000-000000000003" };

type Owned = typeof here;

const pairOf = (owned: Owned) => newOwnerCookie(secrets, owned, now, true).split(";")[0] ?? "";
const nameOf = (owned: Owned) => pairOf(owned).split("=")[0] ?? "";

/** What a browser sends that was given these cookies one after the other: of each name the last. */
function cookiesOf(...owners: Owned[]): string {
  const jar = new Map([["rf_v", "rf_v=somebody"]]);
  for (const owned of owners) jar.set(nameOf(owned), pairOf(owned));
  return [...jar.values()].join("; ");
}

const shows = (owned: Owned, cookies: string | undefined, at = now) =>
  showsOwnersCookie(secrets, owned, cookies, at);

describe("the cookie of a link's owner", () => {
  it("cannot be read by scripts, and is sent to links only", () => {
    const cookie = newOwnerCookie(secrets, here, now, true);
    expect(cookie).toMatch(
      /^rf_me_[\w-]{8}=[0-9a-z]+\.[\w-]{22}; Path=\/r; Max-Age=15552000; HttpOnly; SameSite=Lax; Secure$/,
    );
    expect(newOwnerCookie(secrets, here, now, false)).not.toContain("Secure");
  });

  it("is known in a browser that showed itself to be theirs, for half a year", () => {
    expect(shows(here, cookiesOf(here))).toBe(true);
    expect(shows(here, cookiesOf())).toBe(false);
    expect(shows(here, undefined)).toBe(false);
    expect(shows(here, cookiesOf(here), new Date("2027-06-01T12:00:00Z"))).toBe(false);
  });

  it("stays when the same person is marked in another community, or somebody else in the same browser", () => {
    const cookies = cookiesOf(here, there, another);
    for (const owned of [here, there, another]) expect(shows(owned, cookies)).toBe(true);
  });

  it("proves nothing about anybody else, whatever name it is given", () => {
    expect(shows(there, cookiesOf(here))).toBe(false);
    expect(shows(another, cookiesOf(here))).toBe(false);
    expect(shows(there, cookiesOf(here).replace(nameOf(here), nameOf(there)))).toBe(false);
  });
});
