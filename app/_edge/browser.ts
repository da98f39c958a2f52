import { AppError } from "#lib/core/errors.ts";

/** What a browser says of where a request comes from; `none` is the address bar. */
const ourOwn = new Set(["same-origin", "none"]);

/**
 * Whop's proxy puts the person's token into whatever their browser sends, also into what another site's page made
 * it send. Browsers say so themselves, and a form cannot send JSON; a script of another site would have to ask
 * first, which nobody here answers. Scripts that are no browser send neither header.
 */
export function refuseOtherSites(headers: Headers): void {
  const site = headers.get("sec-fetch-site");
  if (site !== null && !ourOwn.has(site)) {
    throw new AppError(
      "forbidden",
      "This was sent by another site. Open Referly inside Whop and do it there.",
    );
  }
  const isBrowser = site !== null || headers.has("origin");
  if (isBrowser && !isJson(headers)) throw notJson();
}

export function isJson(headers: Headers): boolean {
  const type = headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  return type === "application/json";
}

export function notJson(): AppError {
  return new AppError(
    "unsupported_media_type",
    "Send the body as JSON, with content-type: application/json.",
  );
}
