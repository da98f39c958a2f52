import { expect, test } from "vitest";
import { nextSteps } from "#app/experiences/[experienceId]/_campaign/next-steps.ts";
import type { CampaignCard } from "#lib/standings/index.ts";
import { termsWith } from "#tests/support/campaign-terms.ts";

const rewardId = "019a0000-0000-7000-8000-000000000000";
const prizes = [
  { kind: "threshold" as const, points: 30, rewardId },
  { kind: "raffle" as const, winners: 1, ticketPer: "point" as const, minPoints: 15, rewardId },
];
const shown = prizes.map((prize) => ({ ...prize, rewardName: "A print", rewardType: null }));

function stepsWith(mine: Partial<CampaignCard["mine"]>) {
  const nothing = { points: 0, pointsProvisional: 0, referrals: 0, referralsProvisional: 0 };
  const terms = termsWith({ prizes, rules: { bonuses: [{ at: 2, points: 5 }] } });
  const card = {
    campaign: { terms },
    prizes: shown,
    mine: { ...nothing, rank: null, nextPoints: null, won: [], ...mine },
  };
  return nextSteps(card, ({ rewardName }) => rewardName);
}

test("what waits is reckoned with in what is missing, and is not called reached", () => {
  const fresh = stepsWith({});
  expect(fresh.bonus).toEqual({ missing: 2, points: 5 });
  expect(fresh.goal).toMatchObject({ remaining: 30 });
  expect(fresh.raffle).toMatchObject({ missing: 15, isIn: false });
  const waiting = stepsWith({ pointsProvisional: 25, referralsProvisional: 2 });
  expect(waiting.bonus).toBeNull();
  expect(waiting.goal).toMatchObject({ points: 30, remaining: 5 });
  expect(waiting.raffle).toMatchObject({ missing: 0, isIn: false });
  const counted = stepsWith({ points: 25, referrals: 2, pointsProvisional: 10, referralsProvisional: 1 });
  expect(counted.goal).toMatchObject({ remaining: 0 });
  expect(counted.raffle).toMatchObject({ missing: 0, isIn: true });
});
