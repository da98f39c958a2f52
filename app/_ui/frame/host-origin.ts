/**
 * The one origin to talk to: that of the page around us, if it is allowed. The SDK would otherwise try
 * every origin it knows, and the browser reports each that does not fit.
 */
export function hostOrigins(allowed: readonly string[]): string[] {
  if (typeof window === "undefined" || window.parent === window) return [];
  const exact = allowed.filter((pattern) => !pattern.includes("*"));
  const host = window.location.ancestorOrigins?.[0] ?? originOf(document.referrer);
  if (!host || host === window.location.origin) return exact;
  return allowed.some((pattern) => matches(pattern, host)) ? [host] : exact;
}

function originOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).origin : null;
}

/** `https://*.whop.com` stands for every host one or more levels below whop.com. */
export function matches(pattern: string, origin: string): boolean {
  const [before, after] = pattern.split("*.");
  if (after === undefined) return pattern === origin;
  return origin.startsWith(before ?? "") && origin.endsWith(`.${after}`);
}
