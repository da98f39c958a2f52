import { floorTo, minuteMs } from "../core/clock.ts";
import type { Ctx } from "../core/context.ts";
import type { Secrets } from "../core/secrets.ts";
import { readCookie } from "./visitor.ts";

/**
 * How a member's own visits are told from their visitors': a signed mark in the address, made for them by
 * their page, and from then on a cookie in that browser. Marks expire, so one that is shared by mistake soon
 * counts as any other visit.
 */
export type OwnerMark = "test" | "me";

const cookiePrefix = "rf_me_";
const markShape = /^([0-9a-z]{1,9})\.([A-Za-z0-9_-]{22})$/;
const addressMarkMs = 60 * minuteMs;
const sameMarkMs = 15 * minuteMs;
const cookieSeconds = 180 * 24 * 3600;

type Owned = { companyId: string; userId: string };

function sign(secrets: Secrets, kind: string, { companyId, userId }: Owned, expires: string): string {
  return secrets.sign("owner-mark", `${kind}:${companyId}:${userId}:${expires}`);
}

function makeMark(secrets: Secrets, kind: string, owned: Owned, expiresAt: number): string {
  const expires = Math.floor(expiresAt / 1000).toString(36);
  return `${expires}.${sign(secrets, kind, owned, expires)}`;
}

function isValidMark(secrets: Secrets, kind: string, owned: Owned, mark: string, now: Date): boolean {
  const [, expires, signature] = markShape.exec(mark) ?? [];
  if (expires === undefined || signature === undefined) return false;
  if (Number.parseInt(expires, 36) * 1000 < now.getTime()) return false;
  return secrets.verify("owner-mark", `${kind}:${owned.companyId}:${owned.userId}:${expires}`, signature);
}

/** A link's address for its owner: `test` counts the click as a test, `me` as the owner's own. */
export function ownersUrl(ctx: Ctx, link: { url: string; userId: string }, mark: OwnerMark): string {
  const owned = { companyId: ctx.companyId, userId: link.userId };
  // The same for some minutes, so that a page on which nothing has changed is the same page.
  const expiresAt = floorTo(ctx.clock.now(), sameMarkMs).getTime() + sameMarkMs + addressMarkMs;
  return `${link.url}?${mark}=${makeMark(ctx.secrets, mark, owned, expiresAt)}`;
}

/** The mark in an address's query, if it is valid for the link's owner. */
export function markIn(secrets: Secrets, owned: Owned, search: string, now: Date): OwnerMark | null {
  if (!search.includes("test=") && !search.includes("me=")) return null;
  const parameters = new URLSearchParams(search);
  for (const kind of ["test", "me"] as const) {
    const mark = parameters.get(kind);
    if (mark !== null && isValidMark(secrets, kind, owned, mark, now)) return kind;
  }
  return null;
}

/** One for each community and member: somebody may be in several, and several may share a browser. */
function cookieName(secrets: Secrets, { companyId, userId }: Owned): string {
  return cookiePrefix + secrets.sign("owner-cookie-name", `${companyId}:${userId}`).slice(0, 8);
}

/** Whether the cookies of a request hold the link's owner's. */
export function showsOwnersCookie(
  secrets: Secrets,
  owned: Owned,
  cookies: string | undefined,
  now: Date,
): boolean {
  // Hardly any visitor has such a cookie, so that its name is worked out for hardly any.
  if (!cookies?.includes(cookiePrefix)) return false;
  const cookie = readCookie(cookies, cookieName(secrets, owned));
  return cookie !== null && isValidMark(secrets, "cookie", owned, cookie, now);
}

export function newOwnerCookie(secrets: Secrets, owned: Owned, now: Date, isSecure: boolean): string {
  const mark = makeMark(secrets, "cookie", owned, now.getTime() + cookieSeconds * 1000);
  const secure = isSecure ? "; Secure" : "";
  const name = cookieName(secrets, owned);
  return `${name}=${mark}; Path=/r; Max-Age=${cookieSeconds}; HttpOnly; SameSite=Lax${secure}`;
}
