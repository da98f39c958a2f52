/** A cohort's figures, as update_daily_viral_metrics keeps them: sums, so that cohorts add up. */
export type CohortSums = {
  members: number;
  invitations: number;
  referred: number;
  netReferred: number;
  /** Sum of the squares of referred-per-member. */
  referredSquares: number;
  /** Tenths of a day from a member's join to the join of whom they brought → how many pairs. */
  cycleTimes: ReadonlyMap<number, number>;
};

export const noCohort: CohortSums = {
  members: 0,
  invitations: 0,
  referred: 0,
  netReferred: 0,
  referredSquares: 0,
  cycleTimes: new Map(),
};

export function sumOfCohorts(cohorts: readonly CohortSums[]): CohortSums {
  const sum = { ...noCohort };
  const cycleTimes = new Map<number, number>();
  for (const cohort of cohorts) {
    sum.members += cohort.members;
    sum.invitations += cohort.invitations;
    sum.referred += cohort.referred;
    sum.netReferred += cohort.netReferred;
    sum.referredSquares += cohort.referredSquares;
    for (const [tenths, pairs] of cohort.cycleTimes)
      cycleTimes.set(tenths, (cycleTimes.get(tenths) ?? 0) + pairs);
  }
  return { ...sum, cycleTimes };
}

/** Members referred within the window, by the members of the cohort. Null for an empty cohort. */
export function viralCoefficient(referred: number, members: number): number | null {
  return members === 0 ? null : referred / members;
}

export function invitationsPerMember({ invitations, members }: CohortSums): number | null {
  return members === 0 ? null : invitations / members;
}

/** Fewer members than this are too few to say. */
const fewestMembers = 30;

/** Mean ± 1.96 · s/√n of referred-per-member, s the sample's standard deviation. */
export function intervalOfK({
  members,
  referred,
  referredSquares,
}: CohortSums): { low: number; high: number } | null {
  if (members < fewestMembers) return null;
  const mean = referred / members;
  const variance = Math.max(0, (referredSquares - members * mean * mean) / (members - 1));
  const half = 1.96 * Math.sqrt(variance / members);
  return { low: mean - half, high: mean + half };
}

/** How many members in all each member who joins by other ways brings in the end; null is self-sustaining. */
export function amplification(k: number): number | null {
  return k < 1 ? 1 / (1 - k) : null;
}

/** Members after a time, when each generation brings K times its number within one cycle. */
export function membersAfter(start: number, k: number, days: number, cycleDays: number): number {
  const generations = Math.floor(days / cycleDays) + 1;
  return k === 1 ? start * generations : (start * (k ** generations - 1)) / (k - 1);
}

/** Conversions with a click behind them ÷ unique human clicks: null without clicks, never above 1. */
export function conversionRate(conversionsClicked: number, uniqueHumanClicks: number): number | null {
  return uniqueHumanClicks === 0 ? null : Math.min(1, conversionsClicked / uniqueHumanClicks);
}

/** The share of pairs is reached at this many days: 0.5 for the median. Null without pairs. */
export function cycleTimeDays({ cycleTimes }: CohortSums, share = 0.5): number | null {
  const sorted = [...cycleTimes].sort(([a], [b]) => a - b);
  const pairs = sorted.reduce((sum, [, count]) => sum + count, 0);
  if (pairs === 0) return null;
  // As percentile_cont counts: between the two pairs on either side of the position.
  const position = share * (pairs - 1);
  const at = (nth: number) => {
    let seen = 0;
    for (const [tenths, count] of sorted) {
      seen += count;
      if (nth < seen) return tenths / 10;
    }
    return (sorted.at(-1)?.[0] ?? 0) / 10;
  };
  const [low, high] = [at(Math.floor(position)), at(Math.ceil(position))];
  return low + (high - low) * (position - Math.floor(position));
}
