import { expect, it } from "vitest";
import { pageHeaders } from "#lib/core/page-headers.ts";

const headers = new Headers(pageHeaders(["https://whop.com", "https://*.whop.com"]));

it("lets Whop's origins and ourselves show a page in a frame, and nobody else", () => {
  const policy = headers.get("content-security-policy");
  expect(policy).toMatch(/(^|; )frame-ancestors 'self' https:\/\/whop\.com https:\/\/\*\.whop\.com(;|$)/);
  // This one knows no list of origins, so it would shut Whop out.
  expect(headers.get("x-frame-options")).toBeNull();
});

it("lets a page neither move its base, nor load plug-ins, nor send forms elsewhere", () => {
  const policy = headers.get("content-security-policy") ?? "";
  for (const rule of ["base-uri 'self'", "object-src 'none'", "form-action 'self'"])
    expect(policy).toContain(rule);
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(headers.get("referrer-policy")).toBe("strict-origin-when-cross-origin");
  expect(headers.get("permissions-policy")).toContain("camera=()");
});
