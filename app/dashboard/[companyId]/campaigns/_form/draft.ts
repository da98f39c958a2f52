import type { Campaign, ScoredEvent } from "#lib/campaigns/index.ts";
import { localTimeAt } from "#lib/core/local-time.ts";

export type MultiplierRow = {
  key: number;
  kind: "plan" | "country" | "weekday" | "dates";
  factor: string;
  planIds: string[];
  countries: string;
  days: number[];
  from: string;
  until: string;
  /** The instants that `from` and `until` were at first; null where there were none. */
  given: { from: string; until: string } | null;
};

export type BonusRow = { key: number; at: string; points: string };

export type PrizeRow = {
  key: number;
  kind: "rank" | "threshold" | "raffle";
  from: string;
  to: string;
  points: string;
  winners: string;
  ticketPer: "point" | "referral" | "member";
  minPoints: string;
  rewardId: string;
};

type Terms = Campaign["terms"];

/** The instants as they were at first: clocks show them to the minute only. */
type Given = {
  timeZone: string;
  start: string;
  end: string;
  joinedAfter: string | null;
  joinedBefore: string | null;
};

/** A campaign as it is typed: numbers are text, and instants are what the clocks of its time zone show. */
export type Draft = {
  name: string;
  description: string;
  start: string;
  end: string;
  timeZone: string;
  counts: ScoredEvent[];
  points: Record<ScoredEvent, string>;
  planIds: string[];
  multipliers: MultiplierRow[];
  bonuses: BonusRow[];
  windowDays: string;
  touch: "" | "first" | "last";
  holdDays: string;
  settleDays: string;
  hasActivation: boolean;
  activeDays: string;
  payments: string;
  /** Criteria that other ways than this form can set. */
  activation: Terms["rules"]["activation"];
  pointsCost: string;
  prizes: PrizeRow[];
  members: Terms["audience"]["members"];
  productIds: string[];
  roles: Terms["audience"]["roles"];
  commissionPlanIds: string[];
  joinedAfter: string;
  joinedBefore: string;
  /** Null for a new campaign. */
  given: Given | null;
  minReferrals: string;
  maxReferrals: string;
  countries: string;
  countUnknownCountry: boolean;
  perMember: string;
  perDay: string;
  total: string;
  budget: string;
  currency: string;
  stacks: boolean;
  priority: string;
};

export type Editable = Pick<
  Campaign,
  "id" | "name" | "description" | "status" | "startDate" | "endDate" | "timeZone" | "terms"
>;

const dayMs = 86_400_000;

export function newDraft(timeZone: string, currency: string, holdDays: number, now: Date): Draft {
  const midnight = (days: number) =>
    `${localTimeAt(timeZone, new Date(now.getTime() + days * dayMs)).slice(0, 10)}T00:00`;
  return {
    name: "",
    description: "",
    start: midnight(1),
    end: midnight(15),
    timeZone,
    counts: ["paid"],
    points: { joined: "1", paid: "10", activated: "10" },
    planIds: [],
    multipliers: [],
    bonuses: [],
    windowDays: "",
    touch: "",
    holdDays: String(holdDays),
    settleDays: String(holdDays),
    hasActivation: false,
    activeDays: "14",
    payments: "",
    activation: null,
    pointsCost: "",
    prizes: [],
    members: "all",
    productIds: [],
    roles: [],
    commissionPlanIds: [],
    joinedAfter: "",
    joinedBefore: "",
    given: null,
    minReferrals: "",
    maxReferrals: "",
    countries: "",
    countUnknownCountry: true,
    perMember: "",
    perDay: "",
    total: "",
    budget: "",
    currency,
    stacks: true,
    priority: "0",
  };
}

export function draftOf(campaign: Editable, fallbackCurrency: string): Draft {
  const { name, description, startDate, endDate, timeZone, terms } = campaign;
  const { rules, audience, limits, budget, prizes } = terms;
  const currency = budget?.currency ?? rules.pointsCost?.currency ?? fallbackCurrency;
  const fresh = newDraft(timeZone, currency, rules.holdDays, startDate);
  const local = (at: string | null) => (at === null ? "" : localTimeAt(timeZone, new Date(at)));
  return {
    ...fresh,
    name,
    description: description ?? "",
    start: localTimeAt(timeZone, startDate),
    end: localTimeAt(timeZone, endDate),
    counts: rules.counts,
    points: pointsOf(rules, fresh),
    planIds: rules.planIds,
    multipliers: rules.multipliers.map((multiplier, key) => ({
      ...newMultiplier(key),
      factor: String(multiplier.factorBps / 10_000),
      kind: multiplier.kind,
      ...(multiplier.kind === "plan" && { planIds: multiplier.planIds }),
      ...(multiplier.kind === "country" && { countries: multiplier.countries.join(", ") }),
      ...(multiplier.kind === "weekday" && { days: multiplier.days }),
      ...(multiplier.kind === "dates" && {
        from: local(multiplier.from),
        until: local(multiplier.until),
        given: { from: multiplier.from, until: multiplier.until },
      }),
    })),
    bonuses: rules.bonuses.map(({ at, points }, key) => ({ key, at: String(at), points: String(points) })),
    windowDays: typed(rules.windowDays),
    touch: rules.touch ?? "",
    settleDays: String(rules.settleDays),
    hasActivation: rules.activation !== null,
    activeDays: rules.activation ? typed(rules.activation.activeDays) : fresh.activeDays,
    payments: typed(rules.activation?.payments),
    activation: rules.activation,
    pointsCost: rules.pointsCost?.amount ?? "",
    prizes: prizes.map((prize, key) => ({
      ...newPrize(key, ""),
      rewardId: prize.rewardId,
      kind: prize.kind,
      ...(prize.kind === "rank" && { from: String(prize.from), to: String(prize.to) }),
      ...(prize.kind === "threshold" && { points: String(prize.points) }),
      ...(prize.kind === "raffle" && {
        winners: String(prize.winners),
        ticketPer: prize.ticketPer,
        minPoints: String(prize.minPoints),
      }),
    })),
    ...audience,
    joinedAfter: local(audience.joinedAfter),
    joinedBefore: local(audience.joinedBefore),
    given: {
      timeZone,
      start: startDate.toISOString(),
      end: endDate.toISOString(),
      joinedAfter: audience.joinedAfter,
      joinedBefore: audience.joinedBefore,
    },
    minReferrals: typed(audience.minReferrals),
    maxReferrals: typed(audience.maxReferrals),
    countries: audience.countries.join(", "),
    perMember: typed(limits.perMember),
    perDay: typed(limits.perDay),
    total: typed(limits.total),
    budget: budget?.amount ?? "",
    stacks: terms.stacks,
    priority: String(terms.priority),
  };
}

export function newMultiplier(key: number): MultiplierRow {
  return {
    key,
    kind: "weekday",
    factor: "2",
    planIds: [],
    countries: "",
    days: [6, 7],
    from: "",
    until: "",
    given: null,
  };
}

export function newPrize(key: number, rewardId: string): PrizeRow {
  return {
    key,
    kind: "rank",
    from: "1",
    to: "1",
    points: "100",
    winners: "1",
    ticketPer: "referral",
    minPoints: "1",
    rewardId,
  };
}

/** The key of a row that is added. */
export function nextKey(rows: readonly { key: number }[]): number {
  return Math.max(-1, ...rows.map(({ key }) => key)) + 1;
}

function pointsOf({ counts, points }: Terms["rules"], fresh: Draft): Draft["points"] {
  const of = (event: ScoredEvent) => (counts.includes(event) ? String(points[event]) : fresh.points[event]);
  return { joined: of("joined"), paid: of("paid"), activated: of("activated") };
}

function typed(value: number | null | undefined): string {
  return value === null || value === undefined ? "" : String(value);
}
