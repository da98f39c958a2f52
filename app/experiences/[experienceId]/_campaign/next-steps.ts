import type { CampaignCard, ShownPrize } from "#lib/standings/index.ts";

export type Goal = { prize: string; points: number; remaining: number };

/** What a member can reach next in a campaign that still counts. */
export type NextSteps = {
  /** The nearest prize for a number of points. */
  goal: Goal | null;
  /** The nearest bonus, and how many friends are missing. */
  bonus: { missing: number; points: number } | null;
  /** The best prize for places. */
  places: { places: number; prize: string } | null;
  /** A draw: how many points are missing for a ticket, 0 for who has one. */
  raffle: { prize: string; missing: number } | null;
};

export function nextSteps({ campaign, prizes, mine }: CampaignCard, nameOf: (prize: ShownPrize) => string) {
  const { rules } = campaign.terms;
  const steps: NextSteps = { goal: null, bonus: null, places: null, raffle: null };
  for (const prize of prizes) {
    const name = nameOf(prize);
    if (prize.kind === "threshold" && prize.points > mine.points) {
      const isNearer = steps.goal === null || prize.points < steps.goal.points;
      if (isNearer) steps.goal = { prize: name, points: prize.points, remaining: prize.points - mine.points };
    }
    if (prize.kind === "rank") steps.places ??= { places: prize.to, prize: name };
    if (prize.kind === "raffle")
      steps.raffle ??= { prize: name, missing: Math.max(prize.minPoints - mine.points, 0) };
  }
  const bonus = rules.bonuses
    .filter(({ at }) => at > mine.referrals)
    .toSorted((a, b) => a.at - b.at)
    .at(0);
  if (bonus) steps.bonus = { missing: bonus.at - mine.referrals, points: bonus.points };
  return steps;
}
