import { AppError } from "#lib/core/errors.ts";
import { say } from "#lib/core/said.ts";
import type { ApiRequest } from "./exchange.ts";

type Header = ApiRequest["header"];

/** What a browser says of where a request comes from; `none` is the address bar. */
const ourOwn = new Set(["same-origin", "none"]);

/**
 * Whop's proxy puts the person's token into whatever their browser sends, also into what another site's page made
 * it send. Browsers say so themselves, and a form cannot send JSON; a script of another site would have to ask
 * first, which nobody here answers. Scripts that are no browser send neither header.
 */
export function refuseOtherSites(header: Header): void {
  const site = header("sec-fetch-site");
  if (site !== null && !ourOwn.has(site)) {
    throw new AppError("forbidden", say("access.otherSite"));
  }
  const isBrowser = site !== null || header("origin") !== null;
  if (isBrowser && !isJson(header)) throw notJson();
}

export function isJson(header: Header): boolean {
  const type = header("content-type")?.split(";")[0]?.trim().toLowerCase();
  return type === "application/json";
}

export function notJson(): AppError {
  return new AppError("unsupported_media_type", say("api.sendJson"));
}
