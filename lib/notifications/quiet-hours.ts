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

/** Dear to make and to ask; the zones that are used are few, and so are the instants at which an hour begins. */
type Clocks = { format: Intl.DateTimeFormat; hours: Map<number, number> };

const clocks = new Map<string, Clocks>();
const mostHours = 1_000;

/** What hour the clocks of a time zone show. */
export function hourOf(timeZone: string, at: Date): number {
  const { format, hours } = clocksOf(timeZone);
  const step = Math.floor(at.getTime() / stepMs);
  const known = hours.get(step);
  if (known !== undefined) return known;
  const hour = Number(format.format(at));
  if (hours.size >= mostHours) hours.clear();
  hours.set(step, hour);
  return hour;
}

function clocksOf(timeZone: string): Clocks {
  const known = clocks.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat("en-US", { timeZone, hour: "2-digit", hourCycle: "h23" });
  const made = { format, hours: new Map<number, number>() };
  clocks.set(timeZone, made);
  return made;
}
