import type { ScoredEvent } from "#lib/campaigns/index.ts";
import { type CampaignCard, countedEvent, type ShownPrize, ticketsHeld } from "#lib/standings/index.ts";

export type Goal = {
  prize: string;
  points: number;
  /** Points that are missing besides those that wait; 0 where these are enough. */
  remaining: number;
};

/** What a member can reach next in a campaign that still counts. */
export type NextSteps = {
  /** What a friend has to do to count. */
  event: ScoredEvent;
  /** The nearest prize for a number of points. */
  goal: Goal | null;
  /** The nearest bonus, and how many friends are missing. */
  bonus: { missing: number; points: number } | null;
  /** The best prize for places. */
  places: { places: number; prize: string } | null;
  /**
   * A draw: how many points are missing for a ticket besides those that wait, and whether it takes a friend, whose
   * points are not missing then.
   */
  raffle: { prize: string; missing: number; needsFriend: boolean; isIn: boolean } | null;
};

export type Standing = Pick<CampaignCard, "prizes" | "mine"> & {
  campaign: Pick<CampaignCard["campaign"], "terms">;
};

export function nextSteps(
  { campaign, prizes, mine }: Standing,
  nameOf: (prize: ShownPrize) => string,
): NextSteps {
  const { rules } = campaign.terms;
  const inSight = mine.points + mine.pointsProvisional;
  const missingTo = (points: number) => Math.max(points - inSight, 0);
  const friends = mine.referrals + mine.referralsProvisional;
  const event = countedEvent(rules);
  const steps: NextSteps = { event, goal: null, bonus: null, places: null, raffle: null };
  for (const prize of prizes) {
    const name = nameOf(prize);
    if (prize.kind === "threshold" && prize.points > mine.points) {
      const isNearer = steps.goal === null || prize.points < steps.goal.points;
      if (isNearer) steps.goal = { prize: name, points: prize.points, remaining: missingTo(prize.points) };
    }
    if (prize.kind === "rank") steps.places ??= { places: prize.to, prize: name };
    if (prize.kind === "raffle") {
      const needsFriend = prize.ticketPer === "referral" && friends === 0;
      steps.raffle ??= {
        prize: name,
        missing: missingTo(prize.minPoints - (needsFriend ? rules.points[event] : 0)),
        needsFriend,
        isIn: ticketsHeld(prize, mine) > 0,
      };
    }
  }
  const bonus = rules.bonuses
    .filter(({ at }) => at > friends)
    .toSorted((a, b) => a.at - b.at)
    .at(0);
  if (bonus) steps.bonus = { missing: bonus.at - friends, points: bonus.points };
  return steps;
}
