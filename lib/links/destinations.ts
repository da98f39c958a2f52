import type { Origins } from "../core/context.ts";

/** Only what every parser reads alike: visible ASCII without the characters that parsers quarrel about. */
const plainUrl = /^https?:\/\/[a-z0-9][a-z0-9.:-]*(?:[/?#][!#-;=?-[\]_a-z~]*)?$/i;

/**
 * Whether a visitor may be sent to an address: http or https, no user name in it, and an origin that the
 * operator listed as Whop's (`https://*.whop.com` stands for every host below whop.com).
 */
export function isAllowedDestination(origins: Origins, address: string): boolean {
  if (address.length > 2000 || !plainUrl.test(address) || !URL.canParse(address)) return false;
  const url = new URL(address);
  if (url.username !== "" || url.password !== "") return false;
  return origins.whop.some((allowed) => matches(allowed, url));
}

function matches(allowed: string, url: URL): boolean {
  const wildcard = /^(https?:)\/\/\*(\.[^/:]+)(?::(\d+))?$/.exec(allowed);
  if (wildcard === null) return url.origin === allowed;
  const [, protocol, suffix = "", port = ""] = wildcard;
  return url.protocol === protocol && url.hostname.endsWith(suffix) && url.port === port;
}

/** The community's own page on Whop, for a visitor whose link has no checkout. Never built from a visitor's input. */
export function communityPage(origins: Origins, route: string | null): string | null {
  const origin = origins.whop.find((candidate) => !candidate.includes("*"));
  if (origin === undefined) return null;
  return route !== null && /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/.test(route)
    ? `${origin}/${route}`
    : `${origin}/`;
}
