import { Generations } from "../core/generations.ts";

/** Where a visitor came from, as far as it is kept: bounded, and without anything that names a person. */
export type Source = { country: string | null; referrerHost: string | null; utm: string | null };

const utmNames = ["source", "medium", "campaign", "term", "content"] as const;
const LONGEST_UTM = 100;
const LONGEST_HOST = 253;

export function sourceOf(request: {
  header(name: string): string | undefined;
  search: string;
  ownHost: string;
}): Source {
  return {
    country: countryOf(request.header("cf-ipcountry") ?? request.header("x-vercel-ip-country")),
    referrerHost: hostOf(request.header("referer"), request.ownHost),
    utm: request.search.includes("utm_") ? utmOf(request.search) : null,
  };
}

/** Only what the hosting platform determined; XX and T1 stand for unknown and Tor. */
function countryOf(value: string | undefined): string | null {
  return value !== undefined && /^[A-Z]{2}$/.test(value) && value !== "XX" ? value : null;
}

type Host = { host: string; name: string };

/** Most visitors come from the same few pages. */
const knownHosts = new Generations<Host | null>(5_000);
const LONGEST_KNOWN = 200;

function hostOf(referrer: string | undefined, ownHost: string): string | null {
  if (referrer === undefined) return null;
  let host = knownHosts.get(referrer);
  if (host === undefined) {
    host = readHost(referrer);
    if (referrer.length <= LONGEST_KNOWN) knownHosts.set(referrer, host);
  }
  return host === null || host.host === ownHost ? null : host.name;
}

function readHost(referrer: string): Host | null {
  if (!/^(?:https?|android-app):\/\//.test(referrer) || !URL.canParse(referrer)) return null;
  const { hostname, host } = new URL(referrer);
  return hostname === "" || hostname.length > LONGEST_HOST ? null : { host, name: clean(hostname) };
}

/** JSON of the utm parameters that are there. */
function utmOf(search: string): string | null {
  const parameters = new URLSearchParams(search);
  const found: Record<string, string> = {};
  for (const name of utmNames) {
    const value = clean(parameters.get(`utm_${name}`) ?? "").slice(0, LONGEST_UTM);
    if (value !== "") found[name] = value.toWellFormed();
  }
  return Object.keys(found).length === 0 ? null : JSON.stringify(found);
}

/** Without control characters: Postgres stores no NUL, and nobody needs the others. */
function clean(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, "").trim();
}
