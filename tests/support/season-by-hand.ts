import { createHash } from "node:crypto";
import type { Sale, SeasonStory } from "./season-story.ts";

/** A campaign as somebody with pencil and paper would note it down. */
export type HandCampaign = {
  start: Date;
  end: Date;
  settles: Date;
  zone: string;
  points: { joined: number; paid: number };
  /** How many times the points, in all, for a sale on this weekday (7 is Sunday). */
  times: (sale: Sale, weekday: number) => number;
  takes: (sale: Sale) => boolean;
  bonuses?: Record<number, number>;
  perDay?: number;
  perMember?: number;
  total?: number;
  /** In cents: what there is, what a point costs, and what each member costs who comes to so many points. */
  budget?: { cents: number; perPoint: number; threshold: number; each: number };
};

export type HandScore = { member: number; points: number; referrals: number; reachedAt: number };

export function localDay(zone: string, at: Date): string {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    day: "2-digit",
    month: "2-digit",
    year: "numeric",
  }).formatToParts(at);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")}`;
}

function weekdayOf(zone: string, at: Date): number {
  const names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
  return names.indexOf(new Intl.DateTimeFormat("en-US", { timeZone: zone, weekday: "short" }).format(at)) + 1;
}

const halfUp = (value: number) => Math.floor(value + 0.5);

/** Goes through the sales that stand when the settling is over, one after the other, and keeps a tally. */
export function scoresByHand(
  campaign: HandCampaign,
  story: SeasonStory,
  idOf: (sale: Sale) => string,
): HandScore[] {
  const sales = story.sales
    .filter((sale) => sale.at >= campaign.start && sale.at < campaign.end && campaign.takes(sale))
    .filter((sale) => sale.refundedAt === null || sale.refundedAt >= campaign.settles)
    .sort((a, b) => a.at.getTime() - b.at.getTime() || (idOf(a) < idOf(b) ? -1 : 1));
  const tally = new Map<number, HandScore>();
  const perDay = new Map<string, number>();
  let everybody = 0;
  let spent = 0;
  let allPoints = 0;
  let isOver = false;
  const scoreOf = (member: number) => {
    const score = tally.get(member) ?? { member, points: 0, referrals: 0, reachedAt: 0 };
    tally.set(member, score);
    return score;
  };
  /** Writes points down; false when there is no money left for them. */
  const give = (sale: Sale, points: number): boolean => {
    const score = scoreOf(sale.member);
    if (campaign.budget) {
      const { cents, perPoint, threshold, each } = campaign.budget;
      const before = halfUp(allPoints * perPoint);
      const after = halfUp((allPoints + points) * perPoint);
      const crossing = score.points < threshold && score.points + points >= threshold ? each : 0;
      if (spent + after - before + crossing > cents) {
        isOver = true;
        return false;
      }
      spent += after - before + crossing;
      allPoints += points;
    }
    score.points += points;
    if (points > 0) score.reachedAt = Math.max(score.reachedAt, sale.at.getTime());
    return true;
  };
  for (const sale of sales) {
    const times = campaign.times(sale, weekdayOf(campaign.zone, sale.at));
    if (isOver) break;
    if (campaign.points.joined > 0 && !give(sale, halfUp(campaign.points.joined * times))) break;
    const score = scoreOf(sale.member);
    const today = `${sale.member} ${localDay(campaign.zone, sale.at)}`;
    if (campaign.perMember !== undefined && score.referrals >= campaign.perMember) continue;
    if (campaign.perDay !== undefined && (perDay.get(today) ?? 0) >= campaign.perDay) continue;
    if (campaign.total !== undefined && everybody >= campaign.total) break;
    if (!give(sale, halfUp(campaign.points.paid * times))) break;
    everybody += 1;
    score.referrals += 1;
    perDay.set(today, (perDay.get(today) ?? 0) + 1);
    const bonus = campaign.bonuses?.[score.referrals];
    if (bonus !== undefined && !give(sale, bonus)) break;
  }
  return [...tally.values()].filter(({ points }) => points > 0);
}

/** Best first; of the same points, whoever had them first, then by id. */
export function inOrder(scores: readonly HandScore[], idOf: (member: number) => string): HandScore[] {
  return [...scores].sort(
    (a, b) => b.points - a.points || a.reachedAt - b.reachedAt || (idOf(a.member) < idOf(b.member) ? -1 : 1),
  );
}

/** Puts a ticket into the box for each, draws one after the other, and takes out the winner's. */
export function drawByHand(seed: string, prize: number, winners: number, box: readonly number[]): number[] {
  let tickets = [...box];
  const drawn: number[] = [];
  while (drawn.length < winners && tickets.length > 0) {
    const hash = createHash("sha256")
      .update(`${seed}:${prize}:${drawn.length + 1}`)
      .digest("hex");
    const winner = tickets[Number(BigInt(`0x${hash}`) % BigInt(tickets.length))];
    if (winner === undefined) throw new Error("no ticket");
    drawn.push(winner);
    tickets = tickets.filter((member) => member !== winner);
  }
  return drawn;
}

/** Walks from day to day: one missed day is forgiven, if the one forgiven before it was at least a week earlier. */
export function streakByHand(days: ReadonlySet<string>, from: string, until: string) {
  const dayMs = 86_400_000;
  let run = 0;
  let best = 0;
  let last: { days: number; until: string } | null = null;
  let forgiven: number | null = null;
  let missed: number | null = null;
  for (let at = Date.parse(from); at <= Date.parse(until); at += dayMs) {
    const day = new Date(at).toISOString().slice(0, 10);
    if (days.has(day)) {
      forgiven = missed ?? forgiven;
      missed = null;
      run += 1;
      best = Math.max(best, run);
      last = { days: run, until: day };
    } else if (run > 0 && missed === null && (forgiven === null || at - forgiven >= 7 * dayMs)) {
      missed = at;
    } else {
      run = 0;
      forgiven = null;
      missed = null;
    }
  }
  return { days: last?.days ?? 0, until: last?.until ?? null, best };
}
