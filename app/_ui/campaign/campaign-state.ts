import type { Campaign } from "#lib/campaigns/index.ts";
import type { Tone } from "../notice/notice.tsx";

/** A campaign's status as people see it: a pause is one of its own. */
export type CampaignState = Campaign["status"] | "paused";

export function stateOf({ status, pausedAt }: Pick<Campaign, "status" | "pausedAt">): CampaignState {
  return status === "active" && pausedAt !== null ? "paused" : status;
}

export const campaignTones: Record<CampaignState, Tone> = {
  draft: "neutral",
  scheduled: "accent",
  active: "success",
  paused: "warning",
  settling: "accent",
  ended: "neutral",
  archived: "neutral",
};
