import { dayMs } from "../core/clock.ts";

/** A run of days with something on them, as days since 1970-01-01 in the member's time zone. */
type Run = {
  from: number;
  /** Days that had something; a missed one does not count. */
  days: number;
  until: number;
  /** The last day without anything that the run outlived. */
  missedOn: number | null;
};

/** A streak as it is kept: the last run of days there was, and the length of the longest. */
export type Streak = {
  days: number;
  until: string | null;
  missedOn: string | null;
  best: number;
};

/** Of so many days in a row, one may be missed. */
export const freezeEvery = 7;

/** The last and the longest run among days that had something, in their order. */
export function streakOf(activeDays: readonly number[]): Streak {
  const runs = runsIn(activeDays);
  const last = runs.at(-1);
  if (last === undefined) return { days: 0, until: null, missedOn: null, best: 0 };
  const { days, until, missedOn } = last;
  return {
    days,
    until: dateOf(until),
    missedOn: missedOn === null ? null : dateOf(missedOn),
    best: runs.reduce((best, run) => Math.max(best, run.days), 0),
  };
}

/** A run by the days it began and, so far, ended on. */
export type StreakRun = { from: string; until: string; days: number };

/** All runs among days that had something, first to last. */
export function streaksOf(activeDays: readonly number[]): StreakRun[] {
  return runsIn(activeDays).map(({ from, until, days }) => ({
    from: dateOf(from),
    until: dateOf(until),
    days,
  }));
}

function runsIn(activeDays: readonly number[]): Run[] {
  const runs: Run[] = [];
  for (const day of activeDays) {
    const run = runs.at(-1);
    if (run === undefined || !reaches(run, day))
      runs.push({ from: day, days: 1, until: day, missedOn: null });
    else runs[runs.length - 1] = continued(run, day);
  }
  return runs;
}

function continued(run: Run, day: number): Run {
  const missedOn = missedBefore(run, day) === 1 ? day - 1 : run.missedOn;
  return { from: run.from, days: run.days + 1, until: day, missedOn };
}

/** A run reaches a day when nothing was missed before it, or one day that could be missed. */
function reaches(run: Pick<Run, "until" | "missedOn">, day: number): boolean {
  const missed = missedBefore(run, day);
  return missed <= 0 || (missed === 1 && mayMiss(run, run.until + 1));
}

function missedBefore({ until }: Pick<Run, "until">, day: number): number {
  return day - until - 1;
}

function mayMiss({ missedOn }: Pick<Run, "missedOn">, day: number): boolean {
  return missedOn === null || day - missedOn >= freezeEvery;
}

/** A streak as it is today: over when a day was missed that could not be. Today itself is not missed yet. */
export type StreakToday = {
  days: number;
  best: number;
  /** The last day in the member's time zone with something on it. */
  lastDay: string | null;
  /** Something must come on this day at the latest, or the streak ends; null where none runs. */
  keepBy: string | null;
  /** The one day in seven that may be missed: the last one that was, and from when on the next may be. */
  freeze: { isReady: boolean; usedOn: string | null; readyOn: string | null };
};

export function streakOn(today: string, streak: Streak): StreakToday {
  const { days, until, missedOn, best } = streak;
  const now = numberOf(today);
  const run = until === null ? null : { days, until: numberOf(until), missedOn: nullableNumber(missedOn) };
  if (run === null || !reaches(run, now)) {
    const freeze = { isReady: true, usedOn: null, readyOn: null };
    return { days: 0, best, lastDay: until, keepBy: null, freeze };
  }
  const used = missedBefore(run, now) === 1 ? now - 1 : run.missedOn;
  const readyOn = used === null ? null : used + freezeEvery;
  return {
    days,
    best,
    lastDay: until,
    keepBy: dateOf(run.until + (mayMiss(run, run.until + 1) ? 2 : 1)),
    freeze: {
      isReady: readyOn === null || now >= readyOn,
      usedOn: used === null ? null : dateOf(used),
      readyOn: readyOn === null ? null : dateOf(readyOn),
    },
  };
}

function dateOf(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

function numberOf(date: string): number {
  return Date.parse(date) / dayMs;
}

function nullableNumber(date: string | null): number | null {
  return date === null ? null : numberOf(date);
}
