import { pageSecurity } from "./pages.ts";

/** An answer of /r before it becomes a Response or goes out through node:http. Names and values alternate. */
export type VisitAnswer = { status: number; headers: readonly string[]; body: string | Uint8Array };

const secure = [
  "x-robots-tag",
  "noindex, nofollow",
  "x-content-type-options",
  "nosniff",
  "referrer-policy",
  "strict-origin-when-cross-origin",
];
const common = ["cache-control", "no-store", ...secure];
const nothingElse = ["content-security-policy", "default-src 'none'; frame-ancestors 'none'"];
const bare = [...common, ...nothingElse];
const page = [...common, "content-security-policy", pageSecurity, "content-type", "text/html; charset=utf-8"];

export function redirect(destination: string, cookies: readonly string[]): VisitAnswer {
  const headers = ["location", destination, ...bare];
  for (const cookie of cookies) headers.push("set-cookie", cookie);
  return { status: 302, headers, body: "" };
}

export function html(status: number, body: string, more: readonly string[] = []): VisitAnswer {
  return { status, headers: [...page, ...more], body };
}

export function picture(png: Uint8Array, etag: string, cacheControl: string): VisitAnswer {
  const headers = ["content-type", "image/png", "etag", etag, "cache-control", cacheControl];
  return { status: 200, headers: [...headers, ...secure, ...nothingElse], body: png };
}

export function notModified(etag: string, cacheControl: string): VisitAnswer {
  return { status: 304, headers: ["etag", etag, "cache-control", cacheControl], body: "" };
}

/** A browser that asks ahead is told to come when somebody really follows the link. */
export const notAhead: VisitAnswer = { status: 503, headers: [...bare, "retry-after", "0"], body: "" };

export const wrongMethod: VisitAnswer = { status: 405, headers: [...bare, "allow", "GET, HEAD"], body: "" };

/** The head of an answer alone, as HEAD asks for it. */
export function withoutBody(answer: VisitAnswer): VisitAnswer {
  return { ...answer, body: "" };
}
