import type { StatsPeriod } from "#db/enums.ts";
import { dayMs } from "../core/clock.ts";

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
