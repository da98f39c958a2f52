import { dayMs, minuteMs } from "./clock.ts";

/** Days begin with some quarter of an hour everywhere. */
const quarterHourMs = 15 * minuteMs;

/** The first instant of a day, as 2026-11-21, in a time zone: also where clocks skip its midnight, or show it twice. */
export function startOfDay(timeZone: string, day: string): Date {
  // No zone is further from UTC than 14 hours, and a day is never skipped by a change of clocks alone.
  const midnight = Date.parse(day) / quarterHourMs;
  let before = midnight - dayMs / quarterHourMs;
  let after = midnight + dayMs / quarterHourMs;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (dayOf(timeZone, new Date(middle * quarterHourMs)) < day) before = middle;
    else after = middle;
  }
  return new Date(after * quarterHourMs);
}

/**
 * The instant at which clocks of a time zone show a time, as 2026-11-21T09:00; where they skip it, as much later as
 * they are put forward.
 */
export function instantAt(timeZone: string, localTime: string): Date {
  const wanted = Date.parse(`${localTime}Z`);
  // Twice, because the first guess may lie on the other side of a change of the clocks.
  const first = wanted - offsetOf(timeZone, wanted);
  const second = wanted - offsetOf(timeZone, first);
  const shown = [second, first].find((at) => at + offsetOf(timeZone, at) === wanted);
  return new Date(shown ?? Math.max(first, second));
}

const days = new Map<string, { quarter: number; day: string }>();

/** The day, as 2026-11-21, that a time zone has at an instant. */
export function dayOf(timeZone: string, at: Date): string {
  const quarter = Math.floor(at.getTime() / quarterHourMs);
  const known = days.get(timeZone);
  if (known?.quarter === quarter) return known.day;
  const day = dayFormat(timeZone).format(at);
  days.set(timeZone, { quarter, day });
  return day;
}

const dayFormats = new Map<string, Intl.DateTimeFormat>();

/** Making one is dear. */
function dayFormat(timeZone: string): Intl.DateTimeFormat {
  const known = dayFormats.get(timeZone);
  if (known) return known;
  // Sweden writes dates as ISO does.
  const format = new Intl.DateTimeFormat("sv-SE", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  dayFormats.set(timeZone, format);
  return format;
}

/** What clocks of a time zone show at an instant, as 2026-11-21T09:00. */
export function localTimeAt(timeZone: string, at: Date): string {
  return new Date(at.getTime() + offsetOf(timeZone, at.getTime())).toISOString().slice(0, 16);
}

/** How far a time zone is ahead of UTC, in milliseconds. */
function offsetOf(timeZone: string, at: number): number {
  const format = { timeZone, dateStyle: "short", timeStyle: "medium" } as const;
  const shown = new Intl.DateTimeFormat("sv-SE", format).format(at).replace(" ", "T");
  return Date.parse(`${shown}Z`) - Math.floor(at / 1_000) * 1_000;
}
