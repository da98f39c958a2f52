import { sayReason } from "../attribution/index.ts";
import { readTold, type Said, say } from "../core/said.ts";
import { type Member, toldName } from "../members/index.ts";
import { activationSteps } from "./activation-steps.ts";
import { claimSteps } from "./claim-steps.ts";
import { rewardSteps } from "./reward-steps.ts";
import type { TraceData } from "./trace-data.ts";
import type { Audience, TraceStep } from "./trace-step.ts";

/** What happened, step by step, in the order of time; on one instant in the order in which one follows from the other. */
export function stepsOf(data: TraceData, audience: Audience): TraceStep[] {
  const steps = [
    ...clickSteps(data, audience),
    ...joinSteps(data, audience),
    ...claimSteps(data, audience),
    ...paymentSteps(data, audience),
    ...reversalSteps(data, audience),
    ...decisionSteps(data, audience),
    ...(audience === "owner" ? checkSteps(data) : []),
    ...reviewSteps(data, audience),
    ...activationSteps(data),
    ...rewardSteps(data),
  ];
  return steps
    .map((step, nth) => ({ step, nth }))
    .sort((a, b) => a.step.at.getTime() - b.step.at.getTime() || a.nth - b.nth)
    .map(({ step }) => step);
}

function clickSteps({ referral, code }: TraceData, audience: Audience): TraceStep[] {
  if (!referral) return [];
  const evidence: TraceStep["evidence"] = code ? [{ label: say("label.link"), value: code }] : [];
  if (referral.clickAt === null) {
    const sentence = say(referral.evidence === "claim" ? "trace.noLinkText" : "trace.noClickText");
    return [
      {
        at: referral.signedUpAt,
        kind: "click",
        tone: "neutral",
        title: say("trace.noClick"),
        sentence,
        evidence,
      },
    ];
  }
  const byCookie = say(referral.clickByCookie ? "label.byCookie" : "label.byNetwork");
  if (audience === "owner") evidence.push({ label: say("label.visitor"), value: byCookie });
  const sentence = say(referral.clickClass === "self" ? "trace.clickedByOwnerText" : "trace.clickedText");
  return [
    { at: referral.clickAt, kind: "click", tone: "neutral", title: say("trace.clicked"), sentence, evidence },
  ];
}

function joinSteps({ facts, referred }: TraceData, audience: Audience): TraceStep[] {
  const member = toldName(referred);
  return facts.memberships
    .filter((membership) => membership.status !== "drafted")
    .flatMap((membership): TraceStep[] => {
      const evidence =
        audience === "owner" ? [{ label: say("label.membership"), value: membership.membershipId }] : [];
      const joined: TraceStep = {
        at: membership.whopCreatedAt,
        kind: "joined",
        tone: "good",
        title: say("trace.joined"),
        sentence: say(membership.status === "trialing" ? "trace.beganTrial" : "trace.becameMember", {
          member,
        }),
        evidence,
      };
      if (membership.status !== "canceled" && membership.status !== "expired") return [joined];
      const sentence = say("trace.leftText", { member });
      const left: TraceStep = {
        at: membership.stateAt,
        kind: "left",
        tone: "neutral",
        title: say("trace.left"),
        sentence,
        evidence,
      };
      return [joined, left];
    });
}

function paymentSteps({ facts, referred }: TraceData, audience: Audience): TraceStep[] {
  const member = toldName(referred);
  return facts.payments.flatMap((payment): TraceStep[] => {
    if (payment.status !== "paid") return [];
    const evidence = audience === "owner" ? [{ label: say("label.payment"), value: payment.paymentId }] : [];
    const at = payment.paidAt ?? payment.whopCreatedAt;
    if (payment.amountProblem !== null) {
      const sentence =
        audience === "owner"
          ? say("trace.unreadable", { member, problem: readTold(payment.amountProblem) })
          : say("trace.lookedAt", { member });
      return [{ at, kind: "payment", tone: "waiting", title: say("trace.onHold"), sentence, evidence }];
    }
    const amount = { minor: payment.totalMinor, currency: payment.currency };
    const isRenewal = payment.billingReason === "subscription_cycle";
    if (payment.totalMinor === 0n) {
      const sentence = say("trace.nothingToPayText", { member });
      return [{ at, kind: "payment", tone: "neutral", title: say("trace.nothingToPay"), sentence, evidence }];
    }
    const title = say(isRenewal ? "trace.renewed" : "trace.paid");
    return [
      {
        at,
        kind: "payment",
        tone: "good",
        title,
        sentence: say("trace.paidText", { member, amount }),
        evidence,
      },
    ];
  });
}

function reversalSteps({ facts }: TraceData, audience: Audience): TraceStep[] {
  const refunds = facts.refunds.map((refund): TraceStep => {
    const amount = refund.amountProblem
      ? say("trace.anAmount")
      : { minor: refund.amountMinor, currency: refund.currency };
    const [code, tone] = refundState(refund.status);
    const [title, sentence] = [say(`trace.${code}`), say(`trace.${code}Text`, { amount })];
    const evidence = audience === "owner" ? [{ label: say("label.refund"), value: refund.refundId }] : [];
    return { at: refund.stateAt, kind: "refund", tone, title, sentence, evidence };
  });
  const disputes = facts.disputes.map((dispute): TraceStep => {
    const [code, tone] = disputeState(dispute);
    const [title, sentence] = [say(`trace.${code}`), say(`trace.${code}Text`)];
    const evidence = audience === "owner" ? [{ label: say("label.dispute"), value: dispute.disputeId }] : [];
    return { at: dispute.stateAt, kind: "dispute", tone, title, sentence, evidence };
  });
  return [...refunds, ...disputes];
}

function refundState(status: string) {
  if (status === "succeeded") return ["refunded", "bad"] as const;
  const isOff = status === "failed" || status === "canceled";
  return isOff ? (["refundFailed", "good"] as const) : (["refunding", "waiting"] as const);
}

function disputeState({ inquiry, status }: { inquiry: boolean; status: string }) {
  if (inquiry) return ["inquiry", "neutral"] as const;
  if (status === "lost") return ["disputeLost", "bad"] as const;
  if (status === "won") return ["disputeWon", "good"] as const;
  return status === "closed"
    ? (["disputeClosed", "neutral"] as const)
    : (["disputeOpen", "waiting"] as const);
}

function decisionSteps(
  { decisions, people, referred, referral }: TraceData,
  audience: Audience,
): TraceStep[] {
  const tones = {
    credited: "good",
    pending: "waiting",
    refused: "bad",
    no_evidence: "neutral",
    reversed: "bad",
  } as const;
  // Whom a payment settled was waiting for it a moment ago, which only the team needs to know.
  const shown = decisions.filter(
    ({ outcome }, nth) => audience === "owner" || outcome !== "pending" || nth === decisions.length - 1,
  );
  return shown.map((decision): TraceStep => {
    const { details, rulesVersion: version } = decision;
    const values = {
      member: toldName(referred),
      version,
      windowDays: details.windowDays,
      count: details.weighed.filter((one) => one.verdict !== "refused" && one.kind !== "claim").length,
      ...(details.problem === null ? {} : { problem: readTold(details.problem) }),
    };
    const candidates = details.weighed.map((one) => {
      const isTheirs = one.referrerId !== null && one.referrerId === referral?.referrerId;
      const isShown = audience === "owner" || isTheirs;
      const label = candidateLabel(one, people.get(one.referrerId ?? ""), isShown, audience);
      const why = sayReason(one.reason, values, audience);
      return { label, value: isShown ? say(`trace.${one.verdict}Why`, { why }) : say(hidden[one.verdict]) };
    });
    const rules = say("trace.rules", { version, touch: details.touch, days: details.windowDays });
    const notes = [
      ...candidates,
      ...(audience === "owner" ? [{ label: say("label.rules"), value: rules }] : []),
      ...(audience === "owner" && details.historyUnchecked
        ? [{ label: say("label.notChecked"), value: say("trace.unchecked") }]
        : []),
    ];
    return {
      at: decision.decidedAt,
      kind: "decision",
      tone: tones[decision.outcome],
      title: say(`trace.${decision.outcome}`),
      sentence: sayReason(decision.reason, values, audience),
      evidence: notes,
    };
  });
}

type Candidate = TraceData["decisions"][number]["details"]["weighed"][number];

/** Whose link it was, or whose word. */
function candidateLabel(
  { kind, code: known }: Candidate,
  owner: Member | undefined,
  isShown: boolean,
  audience: Audience,
): Said {
  const isClaim = kind === "claim";
  const code = known ?? "unknown";
  if (!isShown) return say(isClaim ? "trace.anothersClaim" : "trace.anothersLink");
  if (!owner || audience !== "owner") return isClaim ? say("trace.yourClaim") : say("trace.link", { code });
  const member = toldName(owner);
  return isClaim ? say("trace.claimOf", { member }) : say("trace.linkOf", { code, member });
}

const hidden = { won: "trace.won", lost: "trace.lost", refused: "trace.refusedOnly" } as const;

function checkSteps({ checks, referral }: TraceData): TraceStep[] {
  const at = checks[0]?.screenedAt;
  if (!at || !referral) return [];
  const flagged = checks.filter((check) => check.flagged);
  return [
    {
      at,
      kind: "fraud_check",
      tone: referral.review === "clear" ? "good" : "waiting",
      title: say("trace.checks", { points: referral.fraudScore }),
      sentence: flagged.length === 0 ? say("trace.nothingFound") : say("trace.checksText"),
      evidence: checks.map((check) => ({
        label: say("trace.check", { check: say(`check.${check.checkType}`), points: check.points }),
        value: readTold(check.sentence),
      })),
    },
  ];
}

function reviewSteps({ cases }: TraceData, audience: Audience): TraceStep[] {
  return cases.flatMap((one): TraceStep[] => {
    const opened: TraceStep = {
      at: one.openedAt,
      kind: "review",
      tone: "waiting",
      title: say("trace.held"),
      sentence: say("trace.heldText"),
      evidence: [],
    };
    if (one.decidedAt === null) return [opened];
    const isReleased = one.status === "released";
    if (isReleased && one.decidedBy === null) {
      const sentence = say("trace.clearedText");
      return [
        opened,
        {
          at: one.decidedAt,
          kind: "review",
          tone: "good",
          title: say("trace.released"),
          sentence,
          evidence: [],
        },
      ];
    }
    return [
      opened,
      {
        at: one.decidedAt,
        kind: "review",
        tone: isReleased ? "good" : "bad",
        title: say(isReleased ? "trace.released" : "trace.rejected"),
        sentence: say(isReleased ? "trace.releasedText" : "trace.rejectedText"),
        evidence:
          audience === "owner" ? [{ label: say("label.reason"), value: one.decisionReason ?? "" }] : [],
      },
    ];
  });
}
