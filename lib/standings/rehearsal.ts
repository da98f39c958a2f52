import type { VersionTerms } from "../campaigns/index.ts";
import { dayMs } from "../core/clock.ts";
import { allot } from "./allot.ts";
import { candidatesOf } from "./candidates.ts";
import { type History, shifted } from "./history.ts";
import { type Placed, placesOf, type Scored } from "./places.ts";
import type { Exhausted, PointLine, ScoringCampaign } from "./scoring.ts";
import { winnersIn } from "./winners.ts";

/** A campaign played on a stretch of the past. */
export type Rehearsal = {
  /** How much later the stretch was played than it was. */
  shiftMs: number;
  standing: Placed[];
  /** Winners of each prize. */
  winners: number[];
  referrals: number;
  points: number;
  exhausted: Exhausted | null;
};

export type Plan = { startDate: Date; endDate: Date; timeZone: string; terms: VersionTerms };

const weekMs = 7 * dayMs;
/** All holds are over by then: what is forecast is what comes of it in the end. */
const atTheEnd = new Date(8.64e15);

/**
 * Plays a campaign on every stretch of the past that is as long as it, falls on the same days of the week, and has
 * nothing in common with another one. Answers none where it lasts longer than what is known.
 */
export function rehearse(plan: Plan, history: History): Rehearsal[] {
  const lastsMs = plan.endDate.getTime() - plan.startDate.getTime();
  const stepMs = Math.ceil(lastsMs / weekMs) * weekMs;
  const firstMs = Math.ceil((plan.endDate.getTime() - history.until.getTime()) / weekMs) * weekMs;
  const rehearsals: Rehearsal[] = [];
  for (let shiftMs = Math.max(firstMs, 0); ; shiftMs += stepMs) {
    if (plan.startDate.getTime() - shiftMs < history.since.getTime()) return rehearsals;
    rehearsals.push(playOn(plan, shifted(history, shiftMs), shiftMs));
  }
}

/** One play on all that is known, for a campaign that lasts longer. */
export function rehearseOnAll(plan: Plan, history: History): Rehearsal {
  return playOn({ ...plan, startDate: history.since, endDate: history.until }, history, 0);
}

function playOn({ startDate, endDate, timeZone, terms }: Plan, history: History, shiftMs: number): Rehearsal {
  const versions = [{ version: 1, terms: { ...terms, isPaused: false }, validFrom: new Date(0) }];
  const campaign: ScoringCampaign = {
    id: "rehearsal",
    name: "rehearsal",
    status: "active",
    startDate,
    endDate,
    timeZone,
    versions,
  };
  const candidates = history.scorers.flatMap((scorer) =>
    candidatesOf(campaign, scorer, history.referrals.get(scorer.userId) ?? [], atTheEnd),
  );
  const { lines, exhausted } = allot(campaign, candidates);
  const counted = lines.filter(({ status }) => status === "counted");
  const standing = placesOf(scoresOf(counted));
  const winners = winnersIn(standing, terms.prizes, "rehearsal");
  return {
    shiftMs,
    standing,
    winners: terms.prizes.map((_, index) => winners.filter(({ prize }) => prize === index).length),
    referrals: new Set(counted.flatMap(({ event, subjectId }) => (event === "bonus" ? [] : [subjectId])))
      .size,
    points: counted.reduce((sum, { points }) => sum + points, 0),
    exhausted,
  };
}

function scoresOf(counted: readonly PointLine[]): Scored[] {
  return [...Map.groupBy(counted, ({ userId }) => userId)].map(([userId, own]) => ({
    userId,
    points: own.reduce((sum, { points }) => sum + points, 0),
    referrals: own.filter(({ event }) => event !== "bonus").length,
    scoreReachedAt: new Date(Math.max(...own.map(({ occurredAt }) => occurredAt.getTime()))),
  }));
}
