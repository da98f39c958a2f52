import type { CampaignCard, ShownPrize } from "#lib/standings/index.ts";

export type Goal = {
  prize: string;
  points: number;
  /** Points that are missing besides those that wait; 0 where these are enough. */
  remaining: number;
};

/** What a member can reach next in a campaign that still counts. */
export type NextSteps = {
  /** The nearest prize for a number of points. */
  goal: Goal | null;
  /** The nearest bonus, and how many friends are missing. */
  bonus: { missing: number; points: number } | null;
  /** The best prize for places. */
  places: { places: number; prize: string } | null;
  /** A draw: how many points are missing for a ticket besides those that wait. */
  raffle: { prize: string; missing: number; isIn: boolean } | null;
};

type Standing = Pick<CampaignCard, "prizes" | "mine"> & { campaign: Pick<CampaignCard["campaign"], "terms"> };

export function nextSteps(
  { campaign, prizes, mine }: Standing,
  nameOf: (prize: ShownPrize) => string,
): NextSteps {
  const { rules } = campaign.terms;
  const inSight = mine.points + mine.pointsProvisional;
  const missingTo = (points: number) => Math.max(points - inSight, 0);
  const steps: NextSteps = { goal: null, bonus: null, places: null, raffle: null };
  for (const prize of prizes) {
    const name = nameOf(prize);
    if (prize.kind === "threshold" && prize.points > mine.points) {
      const isNearer = steps.goal === null || prize.points < steps.goal.points;
      if (isNearer) steps.goal = { prize: name, points: prize.points, remaining: missingTo(prize.points) };
    }
    if (prize.kind === "rank") steps.places ??= { places: prize.to, prize: name };
    if (prize.kind === "raffle")
      steps.raffle ??= {
        prize: name,
        missing: missingTo(prize.minPoints),
        isIn: mine.points >= prize.minPoints,
      };
  }
  const friends = mine.referrals + mine.referralsProvisional;
  const bonus = rules.bonuses
    .filter(({ at }) => at > friends)
    .toSorted((a, b) => a.at - b.at)
    .at(0);
  if (bonus) steps.bonus = { missing: bonus.at - friends, points: bonus.points };
  return steps;
}
