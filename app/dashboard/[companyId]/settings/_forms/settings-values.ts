import { canonical } from "#lib/core/canonical.ts";

type Range = readonly [from: number, to: number];
export type Ranges<T> = { readonly [K in keyof T]?: Range };

/** Whether two documents say the same: the database keeps their fields in an order of its own. */
export function isSame(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

/** What the server would keep otherwise than it does; it trims text. */
export function changesTo<T extends Record<string, unknown>>(
  saved: T,
  draft: Partial<T>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(draft).filter(([name, value]) => trimmed(saved[name]) !== trimmed(value)),
  );
}

function trimmed(value: unknown): unknown {
  return typeof value === "string" ? value.trim() : value;
}

/** The numbers that are not within their ranges, with these. */
export function outsideOf<T extends Record<string, unknown>>(
  values: T,
  ranges: Ranges<T>,
): (readonly [name: string, range: Range])[] {
  return Object.entries<Range | undefined>(ranges).flatMap(([name, range]) =>
    range === undefined || isWithin(values[name], range) ? [] : [[name, range] as const],
  );
}

function isWithin(value: unknown, [from, to]: Range): boolean {
  return Number.isInteger(value) && Number(value) >= from && Number(value) <= to;
}
