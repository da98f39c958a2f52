import type { RedemptionStatus } from "#db/enums.ts";
import type { TraceData } from "./trace-data.ts";
import type { TraceStep } from "./trace-step.ts";

const rewardStates: Readonly<Record<RedemptionStatus, string>> = {
  pending: "Waiting",
  approved: "Being delivered",
  granted: "Delivered",
  claimed: "Claimed",
  failed: "Being looked after",
  held: "Being looked after",
  expired: "Not claimed in time",
  cancelled: "Cancelled",
};

/** The rewards that this referral completed, and what became of them. */
export function rewardSteps({ rewards }: TraceData): TraceStep[] {
  return rewards.map((reward) => ({
    at: reward.earnedAt,
    kind: "reward",
    tone: reward.status === "cancelled" || reward.status === "failed" ? "bad" : "good",
    title: "Reward earned",
    sentence: `This referral completed the reward "${reward.name}".`,
    evidence: [
      { label: "Status", value: rewardStates[reward.status] },
      ...(reward.statusReason === null ? [] : [{ label: "Why", value: reward.statusReason }]),
    ],
  }));
}
