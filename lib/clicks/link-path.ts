/** What an address below /r/ asks for. */
export type LinkPath = { code: string; isCard: boolean };

/**
 * Reads `/r/{code}` and `/r/{code}/card`, decoded. Everything else below /r/ is a link that does not exist,
 * with the code "", so that nobody else ever interprets such an address; null for any other path.
 */
export function linkPath(path: string): LinkPath | null {
  if (!path.startsWith("/r/")) return null;
  const slash = path.indexOf("/", 3);
  if (slash === -1) return { code: decoded(path.slice(3)), isCard: false };
  if (path.slice(slash) === "/card") return { code: decoded(path.slice(3, slash)), isCard: true };
  return { code: "", isCard: false };
}

function decoded(raw: string): string {
  if (!raw.includes("%")) return raw;
  try {
    return decodeURIComponent(raw);
  } catch {
    return "";
  }
}
