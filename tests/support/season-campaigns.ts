import { type Campaign, createCampaign, scheduleCampaign } from "#lib/campaigns/index.ts";
import { dayMs } from "#lib/core/clock.ts";
import type { Ctx } from "#lib/core/context.ts";
import { startOfDay } from "#lib/core/local-time.ts";
import { createReward } from "#lib/rewards/index.ts";
import type { HandCampaign } from "./season-by-hand.ts";
import { seasonStart } from "./season-story.ts";

const day = (count: number) => new Date(seasonStart + count * dayMs);
const from = (zone: string, date: string) => startOfDay(zone, date);

/** Three that overlap: one beside the others, and two that share out what happens while both run. */
export const berlin: HandCampaign = {
  start: from("Europe/Berlin", "2026-03-02"),
  end: from("Europe/Berlin", "2026-03-16"),
  settles: new Date(from("Europe/Berlin", "2026-03-16").getTime() + 5 * dayMs),
  zone: "Europe/Berlin",
  points: { joined: 1, paid: 10 },
  times: ({ country }, weekday) => (weekday >= 6 ? 2 : 1) * (country === "DE" ? 1.5 : 1),
  takes: () => true,
  bonuses: { 3: 15, 6: 40 },
  perDay: 2,
};
export const newYork: HandCampaign = {
  start: from("America/New_York", "2026-03-09"),
  end: from("America/New_York", "2026-03-23"),
  settles: new Date(from("America/New_York", "2026-03-23").getTime() + 7 * dayMs),
  zone: "America/New_York",
  points: { joined: 0, paid: 4 },
  times: ({ planId }) => (planId === "plan_b" ? 2 : 1),
  takes: () => true,
  perMember: 4,
};
export const world: HandCampaign = {
  start: day(10),
  end: day(28),
  settles: day(31),
  zone: "UTC",
  points: { joined: 0, paid: 7 },
  times: () => 1,
  // What happens while the other one runs is the other one's.
  takes: ({ at, country }) =>
    (country === "DE" || country === "FR") && (at < newYork.start || at >= newYork.end),
  total: 60,
  budget: { cents: 5_000, perPoint: 12.5, threshold: 14, each: 90 },
};

/** The same as the team writes them down, scheduled. */
export async function announceSeason(owner: Ctx): Promise<Campaign[]> {
  const prize = async (name: string, cost?: string) =>
    (
      await createReward(owner, {
        name,
        trigger: "campaign_prize",
        threshold: 1,
        rewardType: "credits",
        rewardData: { credits: 5 },
        holdDays: 0,
        ...(cost ? { cost: { amount: cost, currency: "USD" } } : {}),
      })
    ).id;
  const first = await prize("First places");
  const many = await prize("Many points");
  const cheap = await prize("Fourteen points", "0.90");
  const drawn = await prize("Drawn");
  const factor = (factorBps: number) => ({ factorBps });
  const wishes = [
    [
      berlin,
      {
        rules: {
          counts: ["joined", "paid"] as const,
          points: { joined: 1, paid: 10 },
          multipliers: [
            { kind: "weekday" as const, days: [6, 7], ...factor(20_000) },
            { kind: "country" as const, countries: ["DE"], ...factor(15_000) },
          ],
          bonuses: [
            { at: 3, points: 15 },
            { at: 6, points: 40 },
          ],
          holdDays: 3,
          settleDays: 5,
        },
        limits: { perDay: 2 },
        prizes: [
          { kind: "rank" as const, from: 1, to: 3, rewardId: first },
          { kind: "threshold" as const, points: 60, rewardId: many },
          { kind: "raffle" as const, winners: 2, ticketPer: "point" as const, rewardId: drawn },
        ],
      },
    ],
    [
      newYork,
      {
        rules: {
          counts: ["paid"] as const,
          points: { paid: 4 },
          multipliers: [{ kind: "plan" as const, planIds: ["plan_b"], ...factor(20_000) }],
          holdDays: 2,
          settleDays: 7,
        },
        limits: { perMember: 4 },
        prizes: [{ kind: "rank" as const, from: 1, to: 5, rewardId: first }],
        stacks: false,
        priority: 2,
      },
    ],
    [
      world,
      {
        rules: {
          counts: ["paid"] as const,
          points: { paid: 7 },
          holdDays: 0,
          settleDays: 3,
          pointsCost: { currency: "USD", amount: "125.00" },
        },
        audience: { countries: ["DE", "FR"], countUnknownCountry: false },
        limits: { total: 60 },
        budget: { currency: "USD", amount: "50.00" },
        prizes: [
          { kind: "threshold" as const, points: 14, rewardId: cheap },
          { kind: "raffle" as const, winners: 3, ticketPer: "referral" as const, rewardId: drawn },
        ],
        stacks: false,
        priority: 1,
      },
    ],
  ] as const;
  const made: Campaign[] = [];
  for (const [{ start, end, zone }, terms] of wishes) {
    const { id } = await createCampaign(owner, {
      name: zone,
      startDate: start.toISOString(),
      endDate: end.toISOString(),
      timeZone: zone,
      terms: structuredClone(terms) as never,
    });
    made.push(await scheduleCampaign(owner, { id }));
  }
  return made;
}
