/** Longer names are told by their beginning. */
const longest = 60;

/**
 * A name as part of an address: "¡Sprint de otoño!" is "sprint-de-otono". Names in other scripts than Latin have
 * nothing that an address can be made of; they are "campaign".
 */
export function slugOf(name: string): string {
  const plain = name
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll("ß", "ss")
    .replaceAll(/[^a-z0-9]+/g, "-");
  const cut = plain.length <= longest ? plain : plain.slice(0, longest + 1).replace(/-[^-]*$/, "");
  return cut.slice(0, longest).replaceAll(/^-+|-+$/g, "") || "campaign";
}

const communityShape = /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/;
const slugShape = /^[A-Za-z0-9][A-Za-z0-9-]{0,99}$/;

/**
 * A public address as it is kept: Whop's ids as they are, all else in small letters. Null for one that can lead
 * nowhere.
 */
export function pagePathOf(community: string, slug: string): string | null {
  if (!communityShape.test(community) || !slugShape.test(slug)) return null;
  return `${communityPathOf(community)}/${slug.toLowerCase()}`;
}

/** A community is addressed by its path on Whop, or by its id. */
export function communityPathOf(community: string): string {
  return community.startsWith("biz_") ? community : community.toLowerCase();
}

/** Whether a community's path on Whop can stand in an address; an id of Whop's must not pass for one. */
export function isPlainRoute(route: string | null): route is string {
  return route !== null && communityShape.test(route) && !route.startsWith("biz_");
}

/** Where a public page is opened. */
export function pageUrl(appOrigin: string, path: string): string {
  return `${appOrigin}/c/${path}`;
}
