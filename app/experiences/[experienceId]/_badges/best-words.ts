import type { Speech } from "#app/_ui/i18n/request.ts";
import type { ReferralStats } from "#lib/stats/index.ts";

/** "Best month: 6 confirmed, November 2026." */
export function bestWords(
  { period, periodStart, score }: ReferralStats["best"][number],
  { t, format }: Pick<Speech, "t" | "format">,
): string {
  const when = period === "month" ? format.month(periodStart.slice(0, 7)) : format.date(periodStart);
  return t(`member.badges.best.${period}`, { count: score, when });
}
