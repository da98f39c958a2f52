import type { Community } from "#db/seed/community.ts";
import { createCampaign, listCampaigns, scheduleCampaign, setCampaignPage } from "../campaigns/index.ts";
import { dayMs } from "../core/clock.ts";
import type { Ctx } from "../core/context.ts";
import { addCodes, createReward, listRewards } from "../rewards/index.ts";

/** Campaigns that the team ran and runs, and what members can spend their points on. */
export type CampaignEvent = { at: Date } & (
  | { kind: "campaign_drafted"; campaign: keyof typeof campaigns }
  | { kind: "campaign_scheduled"; campaign: keyof typeof campaigns }
  /** It begins, ends or is settled: by itself, if only the clock stands there. */
  | { kind: "campaign_turns"; campaign: keyof typeof campaigns }
);

const prizes = { print: "Signed risograph print", credits: "300 studio credits", bonus: "100 bonus points" };

/** In days before the seeded day; a negative number is still to come. */
const campaigns = {
  spring: {
    name: "Two-week sprint",
    description: "Bring people who would like it here. Whoever brings the most gets a print of Nora's.",
    begins: 50,
    ends: 36,
  },
  climb: {
    name: "Climb to the gallery",
    description: "Every friend who stays is worth points. Weekends count double.",
    begins: 17,
    ends: -11,
  },
} as const;

const settleDays = 14;

export function campaignEvents({ day }: Community): CampaignEvent[] {
  return (["spring", "climb"] as const).flatMap((campaign) => {
    const begins = day.getTime() - campaigns[campaign].begins * dayMs;
    return [
      { kind: "campaign_drafted", campaign, at: new Date(begins - 2 * dayMs) } as const,
      { kind: "campaign_scheduled", campaign, at: new Date(begins - 2 * dayMs + 3_600_000) } as const,
      ...[campaigns[campaign].begins, campaigns[campaign].ends, campaigns[campaign].ends - settleDays]
        .filter((daysAgo) => daysAgo >= 0)
        .map((daysAgo) => ({
          kind: "campaign_turns" as const,
          campaign,
          at: new Date(day.getTime() - daysAgo * dayMs),
        })),
    ];
  });
}

/** On the first day: what can be won, bought, and given by hand. */
export async function openPrizes(owner: Ctx): Promise<void> {
  const print = await createReward(owner, {
    name: prizes.print,
    description: "A2, two colours, numbered.",
    trigger: "campaign_prize",
    rewardType: "custom",
    rewardData: {
      instructions: "Enter this code in the studio's shop and tell us where to send it.",
      fromPool: true,
    },
    cost: { amount: "24.00", currency: "USD" },
    warnBelow: 3,
  });
  await addCodes(owner, { id: print.id, codes: ["PRINT-7QK4", "PRINT-M2XD", "PRINT-9RWB", "PRINT-H5TN"] });
  await createReward(owner, {
    name: prizes.credits,
    trigger: "campaign_prize",
    rewardType: "credits",
    rewardData: { credits: 300 },
    cost: { amount: "3.00", currency: "USD" },
  });
  await createReward(owner, {
    name: prizes.bonus,
    trigger: "campaign_prize",
    rewardType: "points",
    rewardData: { points: 100 },
    cost: { amount: "1.00", currency: "USD" },
    stock: 25,
  });
  const pack = await createReward(owner, {
    name: "Brush and texture pack",
    description: "Forty brushes, made for the winter course.",
    trigger: "purchase",
    pricePoints: 20,
    rewardType: "custom",
    rewardData: { instructions: "Your download code for the studio's shop.", fromPool: true },
    warnBelow: 5,
    maxPerMember: 1,
  });
  await addCodes(owner, {
    id: pack.id,
    codes: Array.from({ length: 12 }, (_, index) => `BRUSH-${String(4_117 + index * 731)}`),
  });
  await createReward(owner, {
    name: "A thank-you from the team",
    trigger: "manual",
    rewardType: "credits",
    rewardData: { credits: 50 },
    cost: { amount: "0.50", currency: "USD" },
  });
}

export async function liveCampaignEvent(
  owner: Ctx,
  { day }: Community,
  { kind, campaign }: CampaignEvent,
): Promise<void> {
  if (kind === "campaign_turns") return;
  const { name, description, begins, ends } = campaigns[campaign];
  if (kind === "campaign_scheduled") {
    const drafted = (await listCampaigns(owner, { statuses: ["draft"] })).campaigns;
    const found = drafted.find((one) => one.name === name);
    if (!found) return;
    await scheduleCampaign(owner, { id: found.id });
    if (campaign === "climb") await setCampaignPage(owner, { id: found.id, isPublic: true });
    return;
  }
  const rewards = new Map((await listRewards(owner)).map((reward) => [reward.name, reward.id]));
  const rewardId = (wanted: string) => {
    const id = rewards.get(wanted);
    if (!id) throw new Error(`There is no reward ${wanted} to win`);
    return id;
  };
  const paid = { counts: ["paid" as const], points: { paid: 10 } };
  await createCampaign(owner, {
    name,
    description,
    startDate: new Date(day.getTime() - begins * dayMs).toISOString(),
    endDate: new Date(day.getTime() - ends * dayMs).toISOString(),
    template: campaign === "spring" ? "first_week_sprint" : "climb_the_ladder",
    terms:
      campaign === "spring"
        ? {
            rules: { ...paid, bonuses: [{ at: 2, points: 10 }], settleDays },
            prizes: [
              { kind: "rank", from: 1, to: 1, rewardId: rewardId(prizes.print) },
              {
                kind: "raffle",
                winners: 2,
                ticketPer: "point",
                minPoints: 10,
                rewardId: rewardId(prizes.credits),
              },
            ],
          }
        : {
            rules: {
              ...paid,
              multipliers: [{ kind: "weekday", days: [6, 7], factorBps: 20_000 }],
              bonuses: [
                { at: 3, points: 20 },
                { at: 5, points: 50 },
              ],
              holdDays: 10,
              settleDays,
              pointsCost: { amount: "150.00", currency: "USD" },
            },
            prizes: [
              { kind: "rank", from: 1, to: 1, rewardId: rewardId(prizes.print) },
              { kind: "threshold", points: 50, rewardId: rewardId(prizes.bonus) },
            ],
            limits: { perDay: 5 },
            budget: { amount: "60.00", currency: "USD" },
          },
  });
}
