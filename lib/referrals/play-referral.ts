import { type Credit, type Decision, decide, purchasesOf } from "../attribution/index.ts";
import type { Plan, Rules } from "../companies/index.ts";
import { say } from "../core/said.ts";
import { type MemberFacts, spellsOf } from "../facts/index.ts";
import { activationOf } from "./activation.ts";
import type { ReferralTrace } from "./get-referral-trace.ts";
import {
  madeUp,
  madeUpClick,
  madeUpFacts,
  madeUpLink,
  madeUpPerson,
  madeUpReferral,
  planInfo,
} from "./made-up.ts";
import { partyOf } from "./parties.ts";
import { derivedColumns } from "./referral-row.ts";
import { sentenceOfReferral, stateOfReferral } from "./referral-state.ts";
import type { TraceData } from "./trace-data.ts";
import { stepsOf } from "./trace-steps.ts";

/** What happens to somebody who does not exist; null is that it does not. */
export type PlayedEvents = { clickAt: Date; joinAt: Date | null; refundAt: Date | null };

export type Cast = { referrer: string; referred: string };

export type PlayedReferral = {
  trace: ReferralTrace;
  /** Null before anybody joined. */
  credit: Credit | null;
};

/**
 * Plays a referral of two people who do not exist under the rules in force: decided and told as a real one is, of
 * made-up facts. Nothing is read, and nothing is kept.
 */
export function playReferral(
  { clickAt, joinAt, refundAt }: PlayedEvents,
  { rules, plan, cast, now }: { rules: Rules; plan: Plan; cast: Cast; now: Date },
): PlayedReferral {
  const referred = madeUpPerson(madeUp.referred, cast.referred);
  const people = new Map([
    [madeUp.referrer as string, madeUpPerson(madeUp.referrer, cast.referrer)],
    [madeUp.referred as string, referred],
  ]);
  const code = cast.referrer.toLowerCase();
  const decideOn = (facts: MemberFacts): Decision =>
    decide({
      referredUserId: madeUp.referred,
      facts,
      plans: new Map([[plan.planId, planInfo(plan)]]),
      rules,
      leads: purchasesOf(facts).map((purchase) => ({
        purchase,
        pieces: [
          {
            kind: "checkout_metadata",
            source: { type: "membership", id: purchase.key },
            codeId: madeUp.link,
          },
        ],
        link: madeUpLink(code),
        click: madeUpClick(clickAt),
        usesBefore: 0,
        claim: null,
      })),
    });
  const facts = joinAt === null ? nothing : madeUpFacts(plan, joinAt, refundAt);
  const decided =
    joinAt === null
      ? []
      : [
          { at: joinAt, decision: decideOn(madeUpFacts(plan, joinAt, null)) },
          ...(refundAt === null ? [] : [{ at: refundAt, decision: decideOn(facts) }]),
        ];
  const credit = decided.at(-1)?.decision.credit ?? null;
  const referral = {
    ...madeUpReferral(clickAt),
    ...(credit === null ? {} : columnsOf(credit, facts, { rules, referred, now })),
  };
  const data: TraceData = {
    referral,
    code,
    referred,
    people,
    decisions: decided.map(({ decision, at }) => decisionOf(decision, at, rules)),
    conversions: [],
    facts,
    checks: [],
    cases: [],
    claims: [],
    rewards: [],
  };
  return {
    credit,
    trace: {
      referralId: null,
      referred: partyOf(people, madeUp.referred),
      referrer: partyOf(people, madeUp.referrer),
      state: joinAt === null ? null : stateOfReferral(referral),
      sentence:
        joinAt === null
          ? say("referral.onlyLooked", { member: cast.referred })
          : sentenceOfReferral(referral, cast.referred, "owner"),
      steps: stepsOf(data, "owner"),
    },
  };
}

const nothing: MemberFacts = { memberships: [], payments: [], refunds: [], disputes: [] };

type Played = { rules: Rules; referred: ReturnType<typeof madeUpPerson>; now: Date };

function columnsOf(credit: Credit, facts: MemberFacts, { rules, referred, now }: Played) {
  const activation = activationOf(
    rules.activation,
    {
      signedUpAt: credit.signedUpAt,
      convertedAt: credit.convertedAt,
      spells: facts.memberships.flatMap((membership) => spellsOf(membership)),
      payments: credit.values.flatMap(({ at, currency, netMinor, standing, paymentId }) =>
        standing === "stands" && paymentId !== null ? [{ at, currency, netMinor }] : [],
      ),
      profileCompletedAt: null,
      eventAt: null,
    },
    now,
  );
  const attribution = {
    member: referred,
    facts,
    rules,
    decision: {
      outcome: "credited" as const,
      reason: "converted" as const,
      credit,
      weighed: [],
      withoutEvidence: [],
    },
    throughLimited: [],
    historyUnchecked: false,
  };
  return derivedColumns(credit, attribution, activation);
}

function decisionOf(decision: Decision, at: Date, rules: Rules): TraceData["decisions"][number] {
  const { outcome, reason, credit, weighed, withoutEvidence } = decision;
  return {
    companyId: madeUp.companyId,
    id: madeUp.decision,
    referredId: madeUp.referred,
    referralId: madeUp.referral,
    referrerId: credit?.referrerId ?? null,
    outcome,
    reason,
    rulesVersion: rules.version,
    details: {
      weighed: weighed.map((one) => ({ ...one, weaker: [...one.weaker] })),
      withoutEvidence: [...withoutEvidence],
      windowDays: rules.windowDays,
      touch: rules.touch,
      problem: null,
      historyUnchecked: false,
    },
    factsDigest: "",
    decidedAt: at,
    createdAt: at,
  };
}
