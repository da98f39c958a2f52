import { say } from "../core/said.ts";
import { toldName } from "../members/index.ts";
import type { TraceData } from "./trace-data.ts";
import type { Audience, TraceStep } from "./trace-step.ts";

/** Who said that they brought the person, and what the team made of it. */
export function claimSteps({ claims, people, referred }: TraceData, audience: Audience): TraceStep[] {
  const member = toldName(referred);
  return claims.flatMap((claim): TraceStep[] => {
    const claimer = toldName(people.get(claim.claimerId));
    const step = { kind: "claim" as const, evidence: [] };
    const inWords = claim.words === null ? [] : [{ label: say("label.words"), value: claim.words }];
    const filed: TraceStep = {
      ...step,
      at: claim.filedAt,
      tone: "neutral",
      title: say("trace.claimed"),
      sentence:
        audience === "owner"
          ? say("trace.claimedBy", { claimer, member })
          : say("trace.youClaimed", { member }),
      evidence: [
        ...inWords,
        { label: say("label.toldOn"), value: say("trace.day", { day: { day: claim.toldOn } }) },
      ],
    };
    const approved: TraceStep[] =
      claim.approvedAt === null
        ? []
        : [
            {
              ...step,
              at: claim.approvedAt,
              tone: "good",
              title: say("trace.claimApproved"),
              sentence: say("trace.claimApprovedText"),
            },
          ];
    if (claim.status !== "rejected" || claim.decidedAt === null) return [filed, ...approved];
    const code = claim.approvedAt === null ? "claimRejected" : "claimRevoked";
    const ended: TraceStep = {
      ...step,
      at: claim.decidedAt,
      tone: "bad",
      title: say(`trace.${code}`),
      sentence: say(`trace.${code}Text`),
      evidence: [{ label: say("label.reason"), value: claim.decisionReason ?? "" }],
    };
    return [filed, ...approved, ended];
  });
}
