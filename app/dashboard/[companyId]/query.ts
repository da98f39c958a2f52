/** One value of a query parameter; a repeated one counts as its first. */
export function only(value: string | string[] | undefined): string | undefined {
  const first = Array.isArray(value) ? value[0] : value;
  return first === "" ? undefined : first;
}

/** One of a closed set, else undefined. */
export function oneOf<T extends string>(
  value: string | string[] | undefined,
  known: readonly T[],
): T | undefined {
  const given = only(value);
  return known.find((candidate) => candidate === given);
}

/** An id of ours; anything else counts as not given. */
export function uuid(value: string | string[] | undefined): string | undefined {
  const given = only(value);
  return given !== undefined && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(given)
    ? given
    : undefined;
}

/** The address of a page with what is not empty in its query. */
export function addressOf(path: string, query: Record<string, string | undefined | null>): string {
  const entries = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return entries.length === 0 ? path : `${path}?${new URLSearchParams(entries)}`;
}
