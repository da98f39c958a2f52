import { typedDecimal } from "#app/_ui/field/amounts.ts";
import type { CampaignTerms, Multiplier, Prize } from "#lib/campaigns/index.ts";
import { instantAt, localTimeAt } from "#lib/core/local-time.ts";
import type { Draft, MultiplierRow, PrizeRow } from "./draft.ts";

export type Payload = {
  name: string;
  description: string | null;
  startDate: string;
  endDate: string;
  timeZone: string;
  terms: CampaignTerms;
};

/** The instant of a text: the very one it was before where it still says the same, seconds and all. */
type InstantOf = (local: string, before: string | null | undefined) => string;

/** What is typed, as the API takes it. The numbers were found readable before. */
export function payloadOf(draft: Draft): Payload {
  const { counts, points, currency, given, timeZone } = draft;
  const isSameZone = timeZone === given?.timeZone;
  const at: InstantOf = (local, before) =>
    before && isSameZone && localTimeAt(timeZone, new Date(before)) === local
      ? before
      : instantAt(timeZone, local).toISOString();
  const amount = (text: string) => (text.trim() === "" ? null : { currency, amount: typedDecimal(text) });
  return {
    name: draft.name.trim(),
    description: draft.description.trim() || null,
    startDate: at(draft.start, given?.start),
    endDate: at(draft.end, given?.end),
    timeZone,
    terms: {
      rules: {
        counts,
        points: {
          joined: counts.includes("joined") ? Number(points.joined) : 0,
          paid: counts.includes("paid") ? Number(points.paid) : 0,
          activated: counts.includes("activated") ? Number(points.activated) : 0,
        },
        planIds: draft.planIds,
        multipliers: draft.multipliers.map((row) => multiplierOf(row, at)),
        bonuses: draft.bonuses.map(({ at, points }) => ({ at: Number(at), points: Number(points) })),
        windowDays: numberOf(draft.windowDays),
        touch: draft.touch || null,
        holdDays: Number(draft.holdDays),
        settleDays: Number(draft.settleDays),
        activation: activationOf(draft),
        pointsCost: amount(draft.pointsCost),
      },
      prizes: draft.prizes.map(prizeOf),
      audience: {
        members: draft.members,
        productIds: draft.productIds,
        roles: draft.roles,
        commissionPlanIds: draft.commissionPlanIds,
        joinedAfter: draft.joinedAfter === "" ? null : at(draft.joinedAfter, given?.joinedAfter),
        joinedBefore: draft.joinedBefore === "" ? null : at(draft.joinedBefore, given?.joinedBefore),
        minReferrals: numberOf(draft.minReferrals),
        maxReferrals: numberOf(draft.maxReferrals),
        countries: codesIn(draft.countries),
        countUnknownCountry: draft.countUnknownCountry,
      },
      limits: {
        perMember: numberOf(draft.perMember),
        perDay: numberOf(draft.perDay),
        total: numberOf(draft.total),
      },
      budget: amount(draft.budget),
      stacks: draft.stacks,
      priority: Number(draft.priority),
    },
  };
}

/** "de, AT;ch" names three countries. */
export function codesIn(text: string): string[] {
  return text
    .toUpperCase()
    .split(/[\s,;]+/)
    .filter((code) => code !== "");
}

function multiplierOf(row: MultiplierRow, at: InstantOf): Multiplier {
  const factorBps = Math.round(Number(typedDecimal(row.factor)) * 10_000);
  switch (row.kind) {
    case "plan":
      return { kind: "plan", planIds: row.planIds, factorBps };
    case "country":
      return { kind: "country", countries: codesIn(row.countries), factorBps };
    case "weekday":
      return { kind: "weekday", days: row.days, factorBps };
    case "dates":
      return {
        kind: "dates",
        from: at(row.from, row.given?.from),
        until: at(row.until, row.given?.until),
        factorBps,
      };
  }
}

function prizeOf({ kind, from, to, points, winners, ticketPer, minPoints, rewardId }: PrizeRow): Prize {
  switch (kind) {
    case "rank":
      return { kind, from: Number(from), to: Number(to), rewardId };
    case "threshold":
      return { kind, points: Number(points), rewardId };
    case "raffle":
      return { kind, winners: Number(winners), ticketPer, minPoints: Number(minPoints), rewardId };
  }
}

function activationOf({ hasActivation, activation, activeDays, payments }: Draft) {
  if (!hasActivation) return null;
  const { activeDays: _days, payments: _payments, ...others } = activation ?? {};
  return {
    ...others,
    ...(activeDays === "" ? {} : { activeDays: Number(activeDays) }),
    ...(payments === "" ? {} : { payments: Number(payments) }),
  };
}

function numberOf(text: string): number | null {
  return text.trim() === "" ? null : Number(text);
}
