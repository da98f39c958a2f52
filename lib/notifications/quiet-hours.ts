import { minuteMs } from "../core/clock.ts";

/** Hours of a day between which nothing is sent; from equal to until is never. */
export type QuietHours = { from: number; until: number };

/** Every offset from UTC is a multiple of it, and so is every change of clocks. */
const stepMs = 15 * minuteMs;

/** The instant itself, or the first after it at which the quiet hours of its day are over in a time zone. */
export function afterQuietHours(at: Date, timeZone: string, quiet: QuietHours): Date {
  if (!isQuiet(at, timeZone, quiet)) return at;
  let next = Math.floor(at.getTime() / stepMs) * stepMs + stepMs;
  while (isQuiet(new Date(next), timeZone, quiet)) next += stepMs;
  return new Date(next);
}

export function isQuiet(at: Date, timeZone: string, { from, until }: QuietHours): boolean {
  if (from === until) return false;
  const hour = hourOf(timeZone, at);
  return from < until ? from <= hour && hour < until : from <= hour || hour < until;
}

/** They are dear to make, and the zones that are used are few. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** What hour the clocks of a time zone show. */
export function hourOf(timeZone: string, at: Date): number {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat("en-US", { timeZone, hour: "2-digit", hourCycle: "h23" });
  formats.set(timeZone, format);
  return Number(format.format(at));
}
