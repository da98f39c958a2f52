import type { CampaignTerms, Multiplier, ScoredEvent } from "../campaigns/index.ts";
import { campaignDay } from "./campaign-day.ts";
import type { WorkingStep } from "./workings.ts";

/** What the points of an event depend on. */
export type ScoredOccasion = {
  event: ScoredEvent;
  at: Date;
  planId: string | null;
  country: string | null;
  timeZone: string;
};

const whole = 10_000n;
const mostPoints = 1_000_000_000n;

/** The base, multiplied by every factor that applies, rounded once and half up. */
export function pointsOf(
  { points, multipliers }: CampaignTerms["rules"],
  occasion: ScoredOccasion,
): { points: number; steps: WorkingStep[] } {
  const base = points[occasion.event];
  const applying = multipliers.filter((multiplier) => applies(multiplier, occasion));
  let value = BigInt(base);
  let divisor = 1n;
  for (const { factorBps } of applying) {
    value *= BigInt(factorBps);
    divisor *= whole;
  }
  const rounded = (2n * value + divisor) / (2n * divisor);
  const result = Number(rounded < mostPoints ? rounded : mostPoints);
  return {
    points: result,
    steps: [
      { code: "base", event: occasion.event, points: base },
      ...applying.map(({ kind, factorBps }) => ({ code: "multiplier" as const, kind, factorBps })),
      ...(applying.length > 0 ? [{ code: "points" as const, points: result }] : []),
    ],
  };
}

function applies(multiplier: Multiplier, { at, planId, country, timeZone }: ScoredOccasion): boolean {
  switch (multiplier.kind) {
    case "plan":
      return planId !== null && multiplier.planIds.includes(planId);
    case "country":
      return country !== null && multiplier.countries.includes(country);
    case "weekday":
      return multiplier.days.includes(campaignDay(timeZone, at).weekday);
    case "dates":
      return new Date(multiplier.from) <= at && at < new Date(multiplier.until);
  }
}
