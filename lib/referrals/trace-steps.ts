import { sentenceFor } from "../attribution/index.ts";
import { toDecimal } from "../core/money.ts";
import { displayName } from "../members/index.ts";
import { rewardSteps } from "./reward-steps.ts";
import type { TraceData } from "./trace-data.ts";
import type { Audience, TraceStep } from "./trace-step.ts";

/** What happened, step by step, in the order of time; on one instant in the order in which one follows from the other. */
export function stepsOf(data: TraceData, audience: Audience): TraceStep[] {
  const steps = [
    ...clickSteps(data, audience),
    ...joinSteps(data, audience),
    ...paymentSteps(data, audience),
    ...reversalSteps(data, audience),
    ...decisionSteps(data, audience),
    ...(audience === "owner" ? checkSteps(data) : []),
    ...reviewSteps(data, audience),
    ...rewardSteps(data),
  ];
  return steps
    .map((step, nth) => ({ step, nth }))
    .sort((a, b) => a.step.at.getTime() - b.step.at.getTime() || a.nth - b.nth)
    .map(({ step }) => step);
}

function clickSteps({ referral, code }: TraceData, audience: Audience): TraceStep[] {
  if (!referral) return [];
  const evidence = code ? [{ label: "Link", value: code }] : [];
  if (referral.clickAt === null) {
    const sentence = "No click on the link is on record before it; the checkout itself names the link.";
    return [
      {
        at: referral.signedUpAt,
        kind: "click",
        tone: "neutral",
        title: "No click on record",
        sentence,
        evidence,
      },
    ];
  }
  const byCookie = referral.clickByCookie ? "first-party cookie" : "network, browser and day";
  if (audience === "owner") evidence.push({ label: "Visitor recognised by", value: byCookie });
  const sentence = "The last visit to the link before the purchase.";
  return [
    { at: referral.clickAt, kind: "click", tone: "neutral", title: "Link clicked", sentence, evidence },
  ];
}

function joinSteps({ facts, referred }: TraceData, audience: Audience): TraceStep[] {
  const name = displayName(referred);
  return facts.memberships
    .filter((membership) => membership.status !== "drafted")
    .flatMap((membership): TraceStep[] => {
      const evidence = audience === "owner" ? [{ label: "Membership", value: membership.membershipId }] : [];
      const joined: TraceStep = {
        at: membership.whopCreatedAt,
        kind: "joined",
        tone: "good",
        title: "Joined",
        sentence: `${name} ${membership.status === "trialing" ? "began a trial" : "became a member"}.`,
        evidence,
      };
      if (membership.status !== "canceled" && membership.status !== "expired") return [joined];
      const sentence = `${name}'s membership ended.`;
      const left: TraceStep = {
        at: membership.stateAt,
        kind: "left",
        tone: "neutral",
        title: "Left",
        sentence,
        evidence,
      };
      return [joined, left];
    });
}

function paymentSteps({ facts, referred }: TraceData, audience: Audience): TraceStep[] {
  const name = displayName(referred);
  return facts.payments.flatMap((payment): TraceStep[] => {
    if (payment.status !== "paid") return [];
    const evidence = audience === "owner" ? [{ label: "Payment", value: payment.paymentId }] : [];
    const at = payment.paidAt ?? payment.whopCreatedAt;
    if (payment.amountProblem !== null) {
      const sentence =
        audience === "owner"
          ? `${name} paid, but the amount could not be read: ${payment.amountProblem}.`
          : `${name} paid; the payment is being looked at.`;
      return [{ at, kind: "payment", tone: "waiting", title: "Payment on hold", sentence, evidence }];
    }
    const amount = `${toDecimal(payment.totalMinor, payment.currency)} ${payment.currency}`;
    const isRenewal = payment.billingReason === "subscription_cycle";
    if (payment.totalMinor === 0n) {
      const sentence = `${name} went through the checkout without paying anything.`;
      return [{ at, kind: "payment", tone: "neutral", title: "Nothing to pay yet", sentence, evidence }];
    }
    const title = isRenewal ? "Renewed" : "Paid";
    return [{ at, kind: "payment", tone: "good", title, sentence: `${name} paid ${amount}.`, evidence }];
  });
}

function reversalSteps({ facts }: TraceData, audience: Audience): TraceStep[] {
  const refunds = facts.refunds.map((refund): TraceStep => {
    const amount = refund.amountProblem
      ? "an amount that could not be read"
      : money(refund.amountMinor, refund.currency);
    const [title, tone, sentence] =
      refund.status === "succeeded"
        ? (["Refunded", "bad", `Refunded: ${amount}.`] as const)
        : refund.status === "failed" || refund.status === "canceled"
          ? (["Refund failed", "good", `The refund of ${amount} failed, so the payment stands.`] as const)
          : ([
              "Refund under way",
              "waiting",
              `A refund of ${amount} is under way; it counts when it succeeds.`,
            ] as const);
    const evidence = audience === "owner" ? [{ label: "Refund", value: refund.refundId }] : [];
    return { at: refund.stateAt, kind: "refund", tone, title, sentence, evidence };
  });
  const disputes = facts.disputes.map((dispute): TraceStep => {
    const [title, tone, sentence] = dispute.inquiry
      ? (["Bank inquiry", "neutral", "The bank asked about the payment. An inquiry moves nothing."] as const)
      : dispute.status === "lost"
        ? (["Dispute lost", "bad", "The bank took the payment back."] as const)
        : dispute.status === "won"
          ? (["Dispute won", "good", "The dispute was won, so the payment stands."] as const)
          : dispute.status === "closed"
            ? ([
                "Dispute closed",
                "neutral",
                "The dispute was closed without taking the payment back.",
              ] as const)
            : ([
                "Dispute open",
                "waiting",
                "The payment is disputed. The referral waits until it ends.",
              ] as const);
    const evidence = audience === "owner" ? [{ label: "Dispute", value: dispute.disputeId }] : [];
    return { at: dispute.stateAt, kind: "dispute", tone, title, sentence, evidence };
  });
  return [...refunds, ...disputes];
}

function decisionSteps(
  { decisions, people, referred, referral }: TraceData,
  audience: Audience,
): TraceStep[] {
  const titles = {
    credited: "Credited",
    pending: "Waiting for a payment",
    refused: "Not credited",
    no_evidence: "Not credited",
    reversed: "Credit taken back",
  } as const;
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
      member: displayName(referred),
      version,
      windowDays: details.windowDays,
      count: details.weighed.filter((one) => one.verdict !== "refused").length,
      ...(details.problem === null ? {} : { problem: details.problem }),
    };
    const candidates = details.weighed.map((one) => {
      const isTheirs = one.referrerId !== null && one.referrerId === referral?.referrerId;
      const owner = people.get(one.referrerId ?? "");
      const link =
        audience === "owner" || isTheirs
          ? `Link ${one.code ?? "unknown"}${owner && audience === "owner" ? ` of ${displayName(owner)}` : ""}`
          : "Another member's link";
      const why = audience === "owner" || isTheirs ? ` ${sentenceFor(one.reason, values, audience)}` : "";
      return { label: link, value: `${verdicts[one.verdict]}${why}` };
    });
    const rules = `Version ${version}: ${details.touch} link within ${details.windowDays} days`;
    const notes = [
      ...candidates,
      ...(audience === "owner" ? [{ label: "Rules", value: rules }] : []),
      ...(audience === "owner" && details.historyUnchecked
        ? [{ label: "Not checked", value: unchecked }]
        : []),
    ];
    return {
      at: decision.decidedAt,
      kind: "decision",
      tone: tones[decision.outcome],
      title: titles[decision.outcome],
      sentence: sentenceFor(decision.reason, values, audience),
      evidence: notes,
    };
  });
}

const verdicts = { won: "Won.", lost: "Lost.", refused: "Refused." } as const;
const unchecked =
  "Whether this was an existing customer: the permission member:basic:read is missing, so earlier memberships could not be read.";

function checkSteps({ checks, referral }: TraceData): TraceStep[] {
  const at = checks[0]?.screenedAt;
  if (!at || !referral) return [];
  const flagged = checks.filter((check) => check.flagged);
  return [
    {
      at,
      kind: "fraud_check",
      tone: referral.review === "clear" ? "good" : "waiting",
      title: `Fraud checks: ${referral.fraudScore} points`,
      sentence:
        flagged.length === 0
          ? "None of the checks found anything."
          : "These add up; from 60 points on a referral waits for you, and nothing is rejected by points.",
      evidence: checks.map((check) => ({
        label: `${check.checkType.replaceAll("_", " ")}: ${check.points}`,
        value: check.sentence,
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
      title: "Held for review",
      sentence: "The community's team looks at this referral before it counts.",
      evidence: [],
    };
    if (one.decidedAt === null) return [opened];
    const isReleased = one.status === "released";
    return [
      opened,
      {
        at: one.decidedAt,
        kind: "review",
        tone: isReleased ? "good" : "bad",
        title: isReleased ? "Released" : "Rejected",
        sentence: isReleased
          ? "The community's team released the referral: it counts."
          : "The community's team decided that this referral does not count.",
        evidence: audience === "owner" ? [{ label: "Reason", value: one.decisionReason ?? "" }] : [],
      },
    ];
  });
}

function money(minor: bigint, currency: string): string {
  return `${toDecimal(minor, currency)} ${currency}`;
}
