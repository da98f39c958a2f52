import type { StatsPeriod } from "#db/enums.ts";
import { dayMs, minuteMs } from "../core/clock.ts";

export const allTime = "1970-01-01";

/** First day (UTC) of the period an instant lies in; weeks begin on Monday and seasons are quarters, as the database's are. */
export function periodStartOf(period: StatsPeriod, at: Date): string {
  if (period === "all") return allTime;
  const day = new Date(Math.floor(at.getTime() / dayMs) * dayMs);
  if (period === "week") day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
  if (period === "month") day.setUTCDate(1);
  if (period === "season") day.setUTCMonth(day.getUTCMonth() - (day.getUTCMonth() % 3), 1);
  return day.toISOString().slice(0, 10);
}

const quarterHourMs = 15 * minuteMs;
const formats = new Map<string, Intl.DateTimeFormat>();
const days = new Map<string, { quarter: number; day: string }>();

/** The day that an instant lies in, by the clocks of a time zone: days begin with some quarter of an hour everywhere. */
export function dayIn(timeZone: string, at: Date): string {
  const quarter = Math.floor(at.getTime() / quarterHourMs);
  const known = days.get(timeZone);
  if (known?.quarter === quarter) return known.day;
  const day = formatIn(timeZone).format(at);
  days.set(timeZone, { quarter, day });
  return day;
}

function formatIn(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  // Sweden writes dates as ISO does.
  const format = new Intl.DateTimeFormat("sv-SE", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  formats.set(timeZone, format);
  return format;
}
