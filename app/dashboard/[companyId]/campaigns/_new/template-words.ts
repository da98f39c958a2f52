import { prizeWords } from "#app/_ui/campaign/campaign-words.ts";
import { formatFor } from "#app/_ui/i18n/format.ts";
import type { Speech } from "#app/_ui/i18n/request.ts";
import type { ListedTemplate } from "#lib/standings/index.ts";

/** What is won and given, each in a line. */
export function giftLines({ prizes, rewards }: ListedTemplate, { t }: Speech): string[] {
  return [
    ...prizes.map(({ freeDays, cost: _, ...prize }) =>
      t("owner.campaigns.template.prize", {
        how: prizeWords(prize, (key, values) => t(`campaign.terms.${key}`, values)),
        days: freeDays,
      }),
    ),
    ...rewards.map(({ side, freeDays }) => t(`owner.campaigns.template.${side}`, { days: freeDays })),
  ];
}

/** What the rewards are called that are made with the template. */
export function rewardNames({ prizes, rewards }: ListedTemplate, { t }: Speech): string[] {
  return [...prizes, ...rewards].map(({ freeDays }) => t("reward.gives.freeDays", { days: freeDays }));
}

/**
 * What it would have cost in the last 90 days, prizes and rewards together; null where nobody knows the price, or
 * nobody was referred: nothing would look free that is not.
 */
export function costOf({ prizes, rewards, forecast }: ListedTemplate, { format }: Speech): string | null {
  if (forecast.referrals.average === 0) return null;
  const won = prizes.map(({ cost }, index) => ({ cost, count: forecast.prizes[index]?.average ?? 0 }));
  const given = rewards.map(({ cost, count }) => ({ cost, count }));
  const known = [...won, ...given].flatMap(({ cost, count }) => (cost === null ? [] : [{ ...cost, count }]));
  const [first] = known;
  // For the eye: they are averages of a guess, and all in the currency of the one plan that they are days of.
  const sum = known.reduce((all, { amount, count }) => all + Number(amount) * count, 0);
  return first === undefined ? null : format.amount(sum.toFixed(2), first.currency);
}

/** From when to when, in the zone it is meant for. */
export function datesOf({ startDate, endDate, timeZone }: ListedTemplate, { t, locale }: Speech, now: Date) {
  const there = formatFor(locale, timeZone, now);
  const values = { from: there.instant(startDate), until: there.instant(endDate), zone: timeZone };
  return t("owner.campaigns.dates", values);
}
