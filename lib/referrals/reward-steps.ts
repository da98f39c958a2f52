import { readTold, say } from "../core/said.ts";
import type { TraceData } from "./trace-data.ts";
import type { TraceStep } from "./trace-step.ts";

/** The rewards that this referral completed, and what became of them. */
export function rewardSteps({ rewards }: TraceData): TraceStep[] {
  return rewards.map((reward) => ({
    at: reward.earnedAt,
    kind: "reward",
    tone: reward.status === "cancelled" || reward.status === "failed" ? "bad" : "good",
    title: say("trace.earned"),
    sentence: say("trace.earnedText", { reward: reward.name }),
    evidence: [
      { label: say("label.status"), value: say(`rewardState.${reward.status}`) },
      ...(reward.statusReason === null
        ? []
        : [{ label: say("label.why"), value: readTold(reward.statusReason) }]),
    ],
  }));
}
