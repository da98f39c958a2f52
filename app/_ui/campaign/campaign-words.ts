import type { CampaignTerms, Multiplier, Prize } from "#lib/campaigns/index.ts";
import type { Format } from "../i18n/format.ts";
import type { Locale } from "../i18n/locale.ts";
import type { Messages } from "../i18n/messages.ts";

type Key = keyof Messages["campaign"]["terms"];

/** Whatever the sentences of a campaign's terms need; they speak from `campaign.terms` of the catalog. */
export type TermsSpeaker = {
  say: (key: Key, values?: Record<string, string | number>) => string;
  locale: Locale;
  /** In the campaign's time zone. */
  format: Pick<Format, "list" | "either" | "number" | "instant" | "day">;
  /** What a plan or a product is called; its id where nobody knows. */
  titleOf: (id: string) => string;
};

type Terms = Pick<CampaignTerms, "rules" | "limits" | "audience">;

/** What gives points, for whom, and how many: one sentence each, as members read them. */
export function termsSentences({ rules, limits, audience }: Terms, speaker: TermsSpeaker): string[] {
  const { say, format } = speaker;
  const titles = (ids: readonly string[]) => format.list(ids.map(speaker.titleOf));
  const each = rules.counts.map((event) => say(event, { points: rules.points[event] }));
  return [
    ...each,
    ...rules.multipliers.map((multiplier) => multiplierWords(multiplier, speaker)),
    ...rules.bonuses.toSorted((a, b) => a.at - b.at).map(({ at, points }) => say("bonus", { at, points })),
    ...(rules.planIds.length > 0 ? [say("plans", { plans: titles(rules.planIds) })] : []),
    ...(audience.countries.length > 0
      ? [say("countries", { countries: countriesWords(audience.countries, speaker) })]
      : []),
    ...audienceSentences(audience, speaker),
    ...(limits.perDay === null ? [] : [say("perDay", { limit: limits.perDay })]),
    ...(limits.perMember === null ? [] : [say("perMember", { limit: limits.perMember })]),
    ...(limits.total === null ? [] : [say("total", { limit: limits.total })]),
    say(rules.holdDays === 0 ? "noHold" : "hold", { days: rules.holdDays }),
  ];
}

function audienceSentences(audience: CampaignTerms["audience"], { say, format, titleOf }: TermsSpeaker) {
  const { members, roles, productIds, joinedAfter, joinedBefore, minReferrals, maxReferrals } = audience;
  return [
    ...(members === "all" ? [] : [say(members)]),
    ...(roles.length === 0 ? [] : [say("roles", { roles: format.list(roles.map((role) => say(role))) })]),
    ...(productIds.length === 0
      ? []
      : [say("products", { products: format.either(productIds.map(titleOf)) })]),
    ...(joinedAfter === null ? [] : [say("joinedAfter", { at: format.day(new Date(joinedAfter)) })]),
    ...(joinedBefore === null ? [] : [say("joinedBefore", { at: format.day(new Date(joinedBefore)) })]),
    ...(minReferrals === null ? [] : [say("minReferrals", { count: minReferrals })]),
    ...(maxReferrals === null ? [] : [say("maxReferrals", { count: maxReferrals })]),
  ];
}

function multiplierWords(multiplier: Multiplier, speaker: TermsSpeaker): string {
  const { say, format, locale } = speaker;
  const factor = format.number(multiplier.factorBps / 10_000);
  switch (multiplier.kind) {
    case "plan":
      return say("timesPlan", { factor, plans: format.list(multiplier.planIds.map(speaker.titleOf)) });
    case "country":
      return say("timesCountry", { factor, countries: countriesWords(multiplier.countries, speaker) });
    case "weekday":
      return say("timesWeekday", {
        factor,
        days: format.list(multiplier.days.toSorted().map((day) => weekdayName(day, locale))),
      });
    case "dates":
      return say("timesDates", {
        factor,
        from: format.instant(new Date(multiplier.from)),
        until: format.instant(new Date(multiplier.until)),
      });
  }
}

function countriesWords(codes: readonly string[], { format, locale }: TermsSpeaker): string {
  return format.list(codes.map((code) => countryName(code, locale)));
}

/** A code that is no country's is its own name. */
export function countryName(code: string, locale: Locale): string {
  if (!/^[A-Z]{2}$/.test(code)) return code;
  return new Intl.DisplayNames(locale, { type: "region", fallback: "code" }).of(code) ?? code;
}

/** 1 is Monday. */
export function weekdayName(day: number, locale: Locale): string {
  const aMonday = Date.UTC(2024, 0, 1);
  const at = new Date(aMonday + (day - 1) * 86_400_000);
  return new Intl.DateTimeFormat(locale, { weekday: "long", timeZone: "UTC" }).format(at);
}

/** Every kind of prize without the reward that stands for it. */
type Won<P> = P extends Prize ? Omit<P, "rewardId"> : never;

/** How a prize is won. */
export function prizeWords(prize: Won<Prize>, say: TermsSpeaker["say"]): string {
  switch (prize.kind) {
    case "rank":
      return prize.from === prize.to
        ? say("rank", { place: prize.from })
        : say("ranks", { from: prize.from, to: prize.to });
    case "threshold":
      return say("threshold", { points: prize.points });
    case "raffle": {
      const ticket = say(`ticket_${prize.ticketPer}`);
      return prize.minPoints > 1
        ? say("raffleFrom", { winners: prize.winners, ticket, points: prize.minPoints })
        : say("raffle", { winners: prize.winners, ticket });
    }
  }
}
