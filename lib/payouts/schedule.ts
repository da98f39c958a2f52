import type { PayoutSchedule } from "../companies/index.ts";
import { dayMs } from "../core/clock.ts";

/** A day of the calendar, as midnight in UTC: for counting days, not an instant. */
type Day = number;

/** They are dear to make, and the zones that are used are few. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const parts = { year: "numeric", month: "numeric", day: "numeric" } as const;
  const format = new Intl.DateTimeFormat("en-US", { timeZone, calendar: "iso8601", ...parts });
  formats.set(timeZone, format);
  return format;
}

/** The day that it is in a time zone at an instant. */
export function dayIn(timeZone: string, at: Date): Day {
  const parts = formatOf(timeZone).formatToParts(at);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
  return Date.UTC(part("year"), part("month") - 1, part("day"));
}

/** The first instant of a day in a time zone, also where a clock change takes its midnight away. */
export function beginningOf(day: Day, timeZone: string): Date {
  // No zone is further from UTC than 14 hours, and a day is never skipped by a change of clocks alone.
  let before = day - dayMs;
  let after = day + dayMs;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (dayIn(timeZone, new Date(middle)) < day) before = middle;
    else after = middle;
  }
  return new Date(after);
}

function isOn(schedule: PayoutSchedule, day: Day): boolean {
  const date = new Date(day);
  if (schedule.every === "week") return (date.getUTCDay() || 7) === schedule.weekday;
  const lastOfMonth = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return date.getUTCDate() === Math.min(schedule.day, lastOfMonth);
}

/** The next beginning of a day of the schedule after an instant. */
export function nextOccurrence(schedule: PayoutSchedule, timeZone: string, after: Date): Date {
  for (let day = dayIn(timeZone, after); ; day += dayMs) {
    if (!isOn(schedule, day)) continue;
    const at = beginningOf(day, timeZone);
    if (at > after) return at;
  }
}
