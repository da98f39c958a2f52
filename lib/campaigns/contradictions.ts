import { dayMs } from "../core/clock.ts";
import { type Said, say } from "../core/said.ts";
import { isCountry } from "./countries.ts";
import type { CampaignTerms, Prize } from "./terms.ts";

/** Field path to what is wrong with it. */
export type Problems = Record<string, Said>;

/** What is wrong with terms whatever the community has: everything at once, each at its field. */
export function contradictionsIn({ rules, prizes, audience, limits, budget }: CampaignTerms): Problems {
  return {
    ...inPoints(rules),
    ...inMultipliers(rules),
    ...inPrizes(prizes),
    ...inAudience(audience),
    ...inLimits(limits),
    ...(rules.settleDays < rules.holdDays
      ? { "terms.rules.settleDays": say("campaign.settleTooShort", { days: rules.holdDays }) }
      : {}),
    ...(budget && rules.pointsCost && rules.pointsCost.currency !== budget.currency
      ? { "terms.rules.pointsCost.currency": say("campaign.pointsCurrency", { currency: budget.currency }) }
      : {}),
  };
}

function inPoints({ counts, points, bonuses }: CampaignTerms["rules"]): Problems {
  const problems: Problems = {};
  for (const event of ["joined", "paid", "activated"] as const) {
    if (counts.includes(event) && points[event] === 0)
      problems[`terms.rules.points.${event}`] = say("campaign.noPoints");
    if (!counts.includes(event) && points[event] > 0)
      problems[`terms.rules.points.${event}`] = say("campaign.notCounted");
  }
  for (const [index, { at }] of bonuses.entries()) {
    const field = `terms.rules.bonuses.${index}.at`;
    if (bonuses.findIndex((bonus) => bonus.at === at) < index)
      problems[field] = say("campaign.bonusTwice", { at });
    else if (!counts.includes("paid")) problems[field] = say("campaign.bonusWithoutPaid");
  }
  return problems;
}

function inMultipliers({ multipliers }: CampaignTerms["rules"]): Problems {
  const problems: Problems = {};
  for (const [index, multiplier] of multipliers.entries()) {
    const field = `terms.rules.multipliers.${index}`;
    if (multiplier.kind === "country")
      Object.assign(problems, inCountries(`${field}.countries`, multiplier.countries));
    if (multiplier.kind === "dates" && new Date(multiplier.until) <= new Date(multiplier.from))
      problems[`${field}.until`] = say("campaign.datesReversed");
  }
  return problems;
}

function inCountries(field: string, countries: readonly string[]): Problems {
  return Object.fromEntries(
    countries.flatMap((code, index) =>
      isCountry(code) ? [] : [[`${field}.${index}`, say("campaign.country", { code })]],
    ),
  );
}

function inPrizes(prizes: readonly Prize[]): Problems {
  const problems: Problems = {};
  const taken: { from: number; to: number }[] = [];
  for (const [index, prize] of prizes.entries()) {
    if (prize.kind !== "rank") continue;
    const { from, to } = prize;
    if (to < from) problems[`terms.prizes.${index}.to`] = say("campaign.placesReversed");
    else if (taken.some((other) => from <= other.to && other.from <= to))
      problems[`terms.prizes.${index}.from`] = say("campaign.placesOverlap");
    taken.push({ from, to });
  }
  return problems;
}

function inAudience({
  countries,
  joinedAfter,
  joinedBefore,
  minReferrals,
  maxReferrals,
}: CampaignTerms["audience"]) {
  const problems = inCountries("terms.audience.countries", countries);
  if (joinedAfter !== null && joinedBefore !== null && new Date(joinedBefore) <= new Date(joinedAfter))
    problems["terms.audience.joinedBefore"] = say("campaign.datesReversed");
  if (minReferrals !== null && maxReferrals !== null && maxReferrals < minReferrals)
    problems["terms.audience.maxReferrals"] = say("campaign.fewerThanLeast");
  return problems;
}

function inLimits({ perDay, perMember, total }: CampaignTerms["limits"]): Problems {
  const problems: Problems = {};
  if (perDay !== null && perMember !== null && perDay > perMember)
    problems["terms.limits.perDay"] = say("campaign.dayOverMember", { limit: perMember });
  else if (perDay !== null && total !== null && perDay > total)
    problems["terms.limits.perDay"] = say("campaign.overTotal", { limit: total });
  if (perMember !== null && total !== null && perMember > total)
    problems["terms.limits.perMember"] = say("campaign.overTotal", { limit: total });
  return problems;
}

/** How many of a prize's reward are needed for sure; a threshold may be reached by any number of members. */
export function winnersOf(prize: Prize): number {
  if (prize.kind === "rank") return Math.max(0, prize.to - prize.from + 1);
  return prize.kind === "raffle" ? prize.winners : 1;
}

/** When the standing of a campaign that ends then is frozen. */
export function settlesAtOf(endDate: Date, { settleDays }: CampaignTerms["rules"]): Date {
  return new Date(endDate.getTime() + settleDays * dayMs);
}
