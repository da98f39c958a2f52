import { expect, test } from "vitest";
import {
  amplification,
  type CohortSums,
  conversionRate,
  cycleTimeDays,
  intervalOfK,
  invitationsPerMember,
  membersAfter,
  noCohort,
  sumOfCohorts,
  viralCoefficient,
} from "#lib/stats/viral.ts";

/** 100 members joined; 400 unique human clicks, 20 referred members paid, 4 of them refunded inside the window. */
const cohort: CohortSums = {
  members: 100,
  invitations: 400,
  referred: 20,
  netReferred: 16,
  referredSquares: 20,
  cycleTimes: new Map(),
};

test("the worked check of the metrics comes out: 4.0, 5 %, K 0.20, net K 0.16, amplification 1.25 and 1.19", () => {
  expect(invitationsPerMember(cohort)).toBe(4);
  expect(conversionRate(cohort.referred, cohort.invitations)).toBe(0.05);
  const k = viralCoefficient(cohort.referred, cohort.members) ?? Number.NaN;
  const net = viralCoefficient(cohort.netReferred, cohort.members) ?? Number.NaN;
  expect(k).toBeCloseTo(0.2, 12);
  expect(net).toBeCloseTo(0.16, 12);
  expect(amplification(k)).toBeCloseTo(1.25, 12);
  expect(amplification(net)).toBeCloseTo(1.19, 2);
});

test("with K 0.20 and a cycle of 10 days, 100 members grow to 124.998 in 60 days, and half the cycle only gets there sooner", () => {
  expect(membersAfter(100, 0.2, 60, 10)).toBeCloseTo(124.998, 3);
  const sooner = membersAfter(100, 0.2, 60, 5);
  expect(sooner).toBeGreaterThan(124.998);
  expect(sooner).toBeLessThan(125);
});

test("K of 1 or more is self-sustaining", () => {
  expect(amplification(1)).toBeNull();
  expect(amplification(1.4)).toBeNull();
  expect(membersAfter(10, 1, 30, 10)).toBe(40);
});

test("the interval of K is the mean and 1.96 standard errors of the sample on either side", () => {
  const perMember = [...Array<number>(80).fill(0), ...Array<number>(20).fill(1)];
  const mean = 0.2;
  const s = Math.sqrt(perMember.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 99);
  const interval = intervalOfK(cohort);
  expect(interval?.low).toBeCloseTo(mean - (1.96 * s) / 10, 12);
  expect(interval?.high).toBeCloseTo(mean + (1.96 * s) / 10, 12);
});

test("fewer than 30 members are too few to say", () => {
  expect(intervalOfK({ ...cohort, members: 29 })).toBeNull();
  expect(intervalOfK({ ...cohort, members: 30 })).not.toBeNull();
});

test("without members there is no K, and without clicks no conversion rate", () => {
  expect(viralCoefficient(0, 0)).toBeNull();
  expect(invitationsPerMember(noCohort)).toBeNull();
  expect(conversionRate(3, 0)).toBeNull();
});

test("the conversion rate is never above 100 %", () => {
  expect(conversionRate(7, 5)).toBe(1);
});

test("the cycle time is the median of closed pairs, over cohorts as over one", () => {
  const early = {
    ...noCohort,
    cycleTimes: new Map([
      [20, 1],
      [40, 2],
    ]),
  };
  const late = {
    ...noCohort,
    cycleTimes: new Map([
      [40, 1],
      [300, 1],
    ]),
  };
  expect(cycleTimeDays(early)).toBe(4);
  expect(cycleTimeDays(sumOfCohorts([early, late]))).toBe(4);
  expect(cycleTimeDays(sumOfCohorts([early, late]), 0.75)).toBe(4);
  expect(
    cycleTimeDays({
      ...noCohort,
      cycleTimes: new Map([
        [10, 1],
        [30, 1],
      ]),
    }),
  ).toBe(2);
  expect(cycleTimeDays(noCohort)).toBeNull();
});
