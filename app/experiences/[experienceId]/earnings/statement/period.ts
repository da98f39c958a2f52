import { dayMs } from "#lib/core/clock.ts";
import { dayOf, startOfDay } from "#lib/core/local-time.ts";
import type { Query } from "../../_home/asked-for.ts";

export const presets = ["all", "month", "lastMonth", "year", "lastYear"] as const;
export type Preset = (typeof presets)[number];

/** The days of a statement, as 2026-11-30, both included; what is left out is the beginning, or now. */
export type Days = { from?: string | undefined; until?: string | undefined };
export type Period = { preset: Preset | null; days: Days; from: Date | null; until: Date | null };

/** What an address asks for, in the community's days; what makes no sense counts as not asked. */
export function periodOf(query: Query, timeZone: string, now: Date): Period {
  const asked = { from: dayFrom(query.from), until: dayFrom(query.until) };
  const days: Days = isBackwards(asked) ? {} : asked;
  const same = presets.find((preset) => {
    const its = daysOf(preset, timeZone, now);
    return its.from === days.from && its.until === days.until;
  });
  return {
    preset: same ?? null,
    days,
    from: days.from === undefined ? null : startOfDay(timeZone, days.from),
    until: days.until === undefined ? null : startOfDay(timeZone, text(Date.parse(days.until) + dayMs)),
  };
}

/** A month and a year that are not over end today. */
export function daysOf(preset: Preset, timeZone: string, now: Date): Days {
  const today = new Date(dayOf(timeZone, now));
  const [year, month] = [today.getUTCFullYear(), today.getUTCMonth()];
  switch (preset) {
    case "all":
      return {};
    case "month":
      return { from: text(Date.UTC(year, month, 1)), until: text(today.getTime()) };
    case "lastMonth":
      return { from: text(Date.UTC(year, month - 1, 1)), until: text(Date.UTC(year, month, 0)) };
    case "year":
      return { from: text(Date.UTC(year, 0, 1)), until: text(today.getTime()) };
    case "lastYear":
      return { from: text(Date.UTC(year - 1, 0, 1)), until: text(Date.UTC(year - 1, 11, 31)) };
  }
}

function isBackwards({ from, until }: Days): boolean {
  return from !== undefined && until !== undefined && from > until;
}

function text(day: number): string {
  return new Date(day).toISOString().slice(0, 10);
}

/** A day of the calendar between the first and the last that mean anything here. */
function dayFrom(value: string | string[] | undefined): string | undefined {
  if (typeof value !== "string" || !/^20\d\d-\d\d-\d\d$/.test(value)) return undefined;
  const at = Date.parse(value);
  return Number.isNaN(at) || text(at) !== value ? undefined : value;
}
