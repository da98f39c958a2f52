import { expect, test } from "vitest";
import { formatFor } from "#app/_ui/i18n/format.ts";
import { translatorFor } from "#app/_ui/i18n/translator.ts";
import { nextSteps } from "#app/experiences/[experienceId]/_campaign/next-steps.ts";
import { whyNot } from "#app/experiences/[experienceId]/_campaign/why-not.ts";
import type { Prize } from "#lib/campaigns/index.ts";
import type { CampaignCard } from "#lib/standings/index.ts";
import { termsWith } from "#tests/support/campaign-terms.ts";

const rewardId = "019a0000-0000-7000-8000-000000000000";
const prizes: Prize[] = [
  { kind: "threshold", points: 30, rewardId },
  { kind: "raffle", winners: 1, ticketPer: "point", minPoints: 15, rewardId },
];
const perFriend: Prize[] = [{ kind: "raffle", winners: 1, ticketPer: "referral", minPoints: 15, rewardId }];

function cardWith(mine: Partial<CampaignCard["mine"]>, of: Prize[] = prizes) {
  const nothing = { points: 0, pointsProvisional: 0, referrals: 0, referralsProvisional: 0 };
  return {
    campaign: { terms: termsWith({ prizes: of, rules: { bonuses: [{ at: 2, points: 5 }] } }) },
    prizes: of.map((prize) => ({ ...prize, rewardName: "A print", rewardType: null })),
    mine: { ...nothing, rank: null, nextPoints: null, won: [], ...mine },
  };
}

const stepsWith = (mine: Partial<CampaignCard["mine"]>, of?: Prize[]) =>
  nextSteps(cardWith(mine, of), ({ rewardName }) => rewardName);

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

test("a draw with a ticket for each friend takes one who counts, however many points there are", () => {
  const raffleWith = (mine: Partial<CampaignCard["mine"]>) => stepsWith(mine, perFriend).raffle;
  // The friend who is missing brings ten of the fifteen points.
  expect(raffleWith({})).toMatchObject({ missing: 5, needsFriend: true, isIn: false });
  expect(raffleWith({ points: 20 })).toMatchObject({ missing: 0, needsFriend: true, isIn: false });
  const waiting = { points: 20, pointsProvisional: 10, referralsProvisional: 1 };
  expect(raffleWith(waiting)).toMatchObject({ missing: 0, needsFriend: false, isIn: false });
  expect(raffleWith({ points: 20, referrals: 1 })).toMatchObject({ needsFriend: false, isIn: true });
});

test("whoever had points and no friend that counted is not told that they were in the draw", () => {
  const now = new Date("2026-12-01T12:00:00Z");
  const t = translatorFor("en");
  const speech = { locale: "en" as const, t, format: formatFor("en", "UTC", now), say: () => "" };
  expect(whyNot(cardWith({ points: 20 }, perFriend), 0, speech)).toEqual([
    "A ticket in the draw for A print took a friend who paid; none of yours counted.",
  ]);
  expect(whyNot(cardWith({ points: 20, referrals: 2 }, perFriend), 0, speech)).toEqual([
    "You were in the draw for A print; another ticket was drawn.",
  ]);
  const friend = (event: string, points: number) =>
    t("member.campaign.next.raffleFriend", { event, points, prize: "a print" });
  expect(friend("paid", 0)).toBe("A friend who pays puts you in the draw for a print.");
  expect(friend("joined", 2)).toBe("A friend who joins and 2 more points put you in the draw for a print.");
});
