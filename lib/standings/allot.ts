import type { CampaignTerms, ScoredEvent } from "../campaigns/index.ts";
import { campaignDay } from "./campaign-day.ts";
import { versionAt } from "./candidates.ts";
import { Costs } from "./costs.ts";
import { latestOf } from "./exclusive.ts";
import type { Candidate, Exhausted, PointLine, ScoringCampaign } from "./scoring.ts";
import type { LineReason } from "./workings.ts";

export type Allotted = {
  lines: PointLine[];
  exhausted: Exhausted | null;
  /** With what is set aside for prizes; 0 without a budget. */
  usedMinor: bigint;
};

type Member = { referrals: number; byDay: Map<string, number>; accepted: Candidate[] };

/**
 * Goes through what happened in its order and says what the limits leave of it, and which steps are reached. A
 * member's own limits follow from the member's candidates; a total and a budget need those of everybody.
 */
export function allot(campaign: ScoringCampaign, candidates: readonly Candidate[]): Allotted {
  const costs = new Costs(latestOf(campaign));
  const { total } = latestOf(campaign).limits;
  const members = new Map<string, Member>();
  const refused = new Map<string, LineReason>();
  const lines: PointLine[] = [];
  const counting: { exhausted: Exhausted | null } = { exhausted: null };
  let everybody = 0;

  /** Books a line, if the budget has room for it. */
  const book = (candidate: Candidate, step: number): boolean => {
    const costMinor = counting.exhausted === null ? costs.take(candidate) : null;
    if (costMinor === null) {
      counting.exhausted ??= { at: candidate.occurredAt, by: "budget" };
      lines.push(lineOf(candidate, step, counting.exhausted.by));
      return false;
    }
    lines.push({ ...lineOf(candidate, step, null), costMinor });
    return true;
  };

  for (const candidate of candidates.toSorted(byTime)) {
    if (candidate.state === "void") {
      lines.push(lineOf(candidate, 0, null));
      continue;
    }
    const { rules, limits } = versionAt(campaign, candidate.occurredAt).terms;
    const isReferral = candidate.event === countedEvent(rules);
    const member: Member = members.get(candidate.userId) ?? { referrals: 0, byDay: new Map(), accepted: [] };
    members.set(candidate.userId, member);
    const { day } = campaignDay(campaign.timeZone, candidate.occurredAt);
    const today = member.byDay.get(day) ?? 0;
    if (isReferral && counting.exhausted === null) {
      if (limits.perMember !== null && member.referrals >= limits.perMember)
        refused.set(candidate.subjectId, "per_member");
      else if (limits.perDay !== null && today >= limits.perDay) refused.set(candidate.subjectId, "per_day");
      else if (total !== null && everybody >= total)
        counting.exhausted = { at: candidate.occurredAt, by: "total" };
    }
    const refusal = refused.get(candidate.subjectId);
    if (refusal !== undefined) {
      lines.push(lineOf(candidate, 0, refusal));
      continue;
    }
    if (!book(candidate, 0) || !isReferral) continue;
    everybody += 1;
    member.referrals += 1;
    member.byDay.set(day, today + 1);
    member.accepted.push(candidate);
    const bonus = rules.bonuses.find(({ at }) => at === member.referrals);
    if (bonus) book(bonusOf(campaign.id, candidate, bonus), bonus.at);
  }
  return {
    lines: lines.map((line) => settledBonus(line, members)),
    exhausted: counting.exhausted,
    usedMinor: costs.usedMinor,
  };
}

/** What limits and steps count: referrals that paid, or what comes nearest to it among what the rules count. */
export function countedEvent({ counts }: CampaignTerms["rules"]): ScoredEvent {
  if (counts.includes("paid")) return "paid";
  return counts.includes("activated") ? "activated" : "joined";
}

const order = { joined: 0, paid: 1, activated: 2, bonus: 3 };

/** The order in which things happened; of what happened together, that of the ids. */
export function byTime(a: Candidate, b: Candidate): number {
  return (
    a.occurredAt.getTime() - b.occurredAt.getTime() ||
    (a.subjectId < b.subjectId ? -1 : a.subjectId > b.subjectId ? 1 : 0) ||
    order[a.event] - order[b.event]
  );
}

function lineOf(candidate: Candidate, step: number, over: LineReason | null): PointLine {
  const { state, because, ...rest } = candidate;
  return {
    ...rest,
    step,
    costMinor: 0n,
    status: over === null ? state : "over_limit",
    reason: over ?? because,
  };
}

function bonusOf(
  campaignId: string,
  nth: Candidate,
  { at, points }: { at: number; points: number },
): Candidate {
  return {
    ...nth,
    event: "bonus",
    subjectId: campaignId,
    points,
    workings: { ...nth.workings, steps: [{ code: "bonus", at, points }] },
  };
}

/** A step counts as soon as so many referrals count, whichever they are. */
function settledBonus(line: PointLine, members: ReadonlyMap<string, Member>): PointLine {
  if (line.event !== "bonus") return line;
  const accepted = members.get(line.userId)?.accepted ?? [];
  const isReached = accepted.filter(({ state }) => state === "counted").length >= line.step;
  const waiting = accepted.filter(({ because }) => because === "hold" || because === null);
  const nth = waiting.map(({ countsAt }) => countsAt.getTime()).toSorted((a, b) => a - b)[line.step - 1];
  const state = isReached ? ("counted" as const) : ("provisional" as const);
  const because = isReached ? null : nth === undefined ? ("review" as const) : ("hold" as const);
  const workings = { ...line.workings, state, because };
  const countsAt = nth === undefined ? line.countsAt : new Date(nth);
  if (line.status === "over_limit") return { ...line, countsAt, workings };
  return { ...line, countsAt, workings, status: state, reason: because };
}
