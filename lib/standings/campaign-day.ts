import { dayOf } from "../core/local-time.ts";

/** The day of a time zone that an instant lies in, and which of the week it is: 1 is Monday. */
export function campaignDay(timeZone: string, at: Date): { day: string; weekday: number } {
  const day = dayOf(timeZone, at);
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return { day, weekday: weekday === 0 ? 7 : weekday };
}
